create extension vector;
create table t (a int);
