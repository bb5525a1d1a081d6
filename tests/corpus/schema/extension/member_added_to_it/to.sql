-- sees: extension vector: contents.table public.t
-- sees: table public.t: removed
create extension vector;
create table t (a int);
alter extension vector add table t;
