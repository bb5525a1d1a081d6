create table t (a int, b int);
create function g() returns bigint language sql begin atomic select sum(b) from t; end;
create view v as select a, g() as s from t;
create view u as select * from v;
