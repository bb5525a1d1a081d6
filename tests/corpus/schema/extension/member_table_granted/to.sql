-- sees: extension vector: members.table public.t
create extension vector;
create role r;
create table t (a int);
alter extension vector add table t;
grant select (a) on t to r;
