-- sees: index public.i: statistics
create table t (a int, b text, c int4range);
create index i on t ((a + 1));
alter index i alter column 1 set statistics 500;
