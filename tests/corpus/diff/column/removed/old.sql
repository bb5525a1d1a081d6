create table t (a int, b int, c int);
create index on t (b);
create view v as select a, b from t;
