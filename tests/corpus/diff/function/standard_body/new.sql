create table t (a int);
create function f(x int) returns bigint stable language sql begin atomic select count(*) from t where a = x; end;
create function g() returns int return 7;
