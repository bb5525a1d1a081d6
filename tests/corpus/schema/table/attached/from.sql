create table t (a int) partition by list (a);
create table t1 (a int);
