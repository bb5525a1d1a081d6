create table t (a int, b int);
create function f(t) returns bigint language sql as 'select 1::bigint';
create view v as select f(t) as x from t;
