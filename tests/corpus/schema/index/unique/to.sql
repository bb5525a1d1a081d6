-- sees: index public.i: definition, unique
create table t (a int, b text, c int4range);
create unique index i on t (a);
