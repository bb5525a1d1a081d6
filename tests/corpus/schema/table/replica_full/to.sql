-- sees: table public.t: replica_identity
create table t (a int, b text);
alter table t replica identity full;
