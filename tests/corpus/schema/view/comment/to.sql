-- sees: view public.v: comment
create table t (a int, b text);
create view v as select a, b from t;
comment on view v is 'c';
