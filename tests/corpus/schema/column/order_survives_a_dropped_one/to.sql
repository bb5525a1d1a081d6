-- sees: column public.t.c: added
create table t (a int, b text);
alter table t add c int;
