-- sees: constraint public.t.k: index_statistics
-- not dumped: statistics of the expressions of a constraint
create table t (a int, constraint k exclude using btree ((a + 1) with =));
alter index k alter column 1 set statistics 500;
