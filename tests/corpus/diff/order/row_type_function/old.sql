create table t (a int);
create function f(t) returns int language sql as 'select 1';
create view v as select f(t) as x from t;
