-- sees: index public.i: definition
create table t (a int, b text, c int4range);
create index i on t (b text_pattern_ops);
