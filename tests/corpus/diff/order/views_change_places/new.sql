create table t (a int);
create view q as select a from t;
create view p as select a from q;
