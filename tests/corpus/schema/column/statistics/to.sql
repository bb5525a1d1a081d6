-- sees: column public.t.a: statistics
create table t (a int, b text);
alter table t alter a set statistics 500;
