create table t (a int, b text, c int4range);
create statistics x (ndistinct) on a, b from t;
