-- sees: extension vector: contents.table public.t
-- not dumped: what somebody does to an extension's members
create extension vector;
create table t (a int);
alter extension vector add table t;
alter table t add b int;
