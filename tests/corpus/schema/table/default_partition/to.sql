-- sees: table public.t1: partition_bound
create table t (a int) partition by list (a);
create table t1 partition of t default;
