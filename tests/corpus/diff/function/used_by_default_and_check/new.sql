create function f(x int) returns int immutable language sql as 'select x';
create table t (a int default f(1), b int generated always as (f(2)) stored, check (f(a) > 0));
create index i on t (f(a));
