-- sees: index public.i: parent_index
-- sees: index public.pi: valid
create table p (a int) partition by list (a);
create table t partition of p for values in (1);
create index pi on only p (a);
create index i on t (a);
alter index pi attach partition i;
