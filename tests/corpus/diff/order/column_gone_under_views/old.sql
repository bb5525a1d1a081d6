create table t (a int, b int);
create view v as select a, b from t;
create view w as select a, b from v;
create materialized view x as select a from w;
create index xi on x (a);
