-- sees: view public.v: column_privileges.a r UPDATE
create role r;
create table t (a int, b text);
create view v as select a, b from t;
grant update (a) on v to r;
