-- sees: table public.t1: parents, partition_bound
create table t (a int) partition by list (a);
create table t1 (a int);
alter table t attach partition t1 for values in (1);
