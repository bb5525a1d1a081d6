create table t (a integer, b int);
create view v as select a from t;
create view w as select a + 1 as b from v;
