create table p (a int) partition by list (a);
create table t partition of p for values in (1);
create index pi on only p (a);
create index i on t (a);
