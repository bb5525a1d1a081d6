-- sees: index public.i: comment
create table t (a int, b text, c int4range);
create index i on t (a);
comment on index i is 'c';
