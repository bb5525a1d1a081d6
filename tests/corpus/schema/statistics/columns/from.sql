create table t (a int, b text, c int4range);
create statistics x on a, b from t;
