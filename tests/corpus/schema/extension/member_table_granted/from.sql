create extension vector;
create role r;
create table t (a int);
alter extension vector add table t;
