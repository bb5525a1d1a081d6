create extension vector;
create table t (a int);
alter extension vector add table t;
