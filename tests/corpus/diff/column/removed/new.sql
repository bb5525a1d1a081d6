create table t (a int, c int);
create view v as select a from t;
