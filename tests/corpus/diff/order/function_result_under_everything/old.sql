create function f(x int) returns int immutable language sql as 'select x';
create table t (a int default f(1), check (f(a) > 0));
create index i on t ((f(a)));
create view v as select f(a) as y from t;
create policy p on t using (f(a) > 0);
