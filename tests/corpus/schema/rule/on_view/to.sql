-- sees: rule public.v.r: added
create table t (a int, b text);
create view v as select a, b from t;
create rule r as on insert to v do instead insert into t values (new.a, new.b);
