-- sees: table public.t: partition_key
create table t (a int, b int) partition by range (b);
