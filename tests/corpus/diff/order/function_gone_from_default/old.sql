create function f(x int) returns int immutable language sql as 'select x';
create table t (a int default f(1), b int);
