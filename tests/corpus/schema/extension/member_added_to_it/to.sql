-- sees: extension vector: contents.table public.t
-- sees: table public.t: removed
-- not dumped: what somebody does to an extension's members
create extension vector;
create table t (a int);
alter extension vector add table t;
