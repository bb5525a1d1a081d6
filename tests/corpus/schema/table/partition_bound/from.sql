create table t (a int) partition by range (a);
create table t1 partition of t for values from (1) to (10);
