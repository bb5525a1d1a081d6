-- sees: extension vector: members.table public.t
-- not dumped: what somebody does to an extension's members
create extension vector;
create table t (a int);
alter extension vector add table t;
create policy p on t;
