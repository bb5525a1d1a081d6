-- sees: table public.t: cluster_index
create table t (a int, b text);
create index i on t (a);
alter table t cluster on i;
