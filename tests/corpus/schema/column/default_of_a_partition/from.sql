create table p (a int, b int) partition by list (a);
create table t partition of p for values in (1);
