create role r;
create table t (a int);
