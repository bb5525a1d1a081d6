-- sees: column public.t.a: default
create table t (a int default 2, b text);
