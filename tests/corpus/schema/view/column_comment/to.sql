-- sees: view public.v: column_settings.a comment
create table t (a int, b text);
create view v as select a, b from t;
comment on column v.a is 'c';
