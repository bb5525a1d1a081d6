-- requires >= 18
create table t (a int);
