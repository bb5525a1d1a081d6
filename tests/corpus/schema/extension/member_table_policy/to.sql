-- sees: extension vector: members.table public.t
create extension vector;
create table t (a int);
alter extension vector add table t;
create policy p on t;
