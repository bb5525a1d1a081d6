-- sees: column public.t.b: not_null
create table p (a int, b int) partition by list (a);
create table t partition of p for values in (1);
alter table t alter b set not null;
