-- sees: index public.i: definition
create table t (a int, b text, c int4range);
create index i on t using hash (a);
