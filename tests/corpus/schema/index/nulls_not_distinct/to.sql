-- sees: index public.i: definition
-- requires >= 15
create table t (a int, b text, c int4range);
create unique index i on t (a) nulls not distinct;
