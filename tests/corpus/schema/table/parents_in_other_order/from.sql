create table p (a int);
create table q (a int);
create table t (a int);
alter table t inherit p;
alter table t inherit q;
