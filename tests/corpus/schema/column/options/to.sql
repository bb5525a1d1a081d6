-- sees: column public.t.a: options
create table t (a int, b text);
alter table t alter a set (n_distinct = 5);
