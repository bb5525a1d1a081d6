-- sees: table public.t: partition_key, partitioned
create table t (a int) partition by hash (a);
