-- sees: index public.i: definition, table
create table t (a int, b text, c int4range);
create table u (a int);
create index i on u (a);
