-- sees: statistics public.x: owner
create table t (a int, b text, c int4range);
create role r superuser;
create statistics x on a, b from t;
alter statistics x owner to r;
