-- sees: statistics public.x: definition
create table t (a int, b text, c int4range);
create statistics x on a, c from t;
