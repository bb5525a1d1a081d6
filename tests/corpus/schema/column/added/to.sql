-- sees: column public.t.c: added
create table t (a int, b text, c int);
