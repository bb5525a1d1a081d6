-- sees: table public.t: parents
create table p (a int);
create table q (a int);
create table t (a int);
alter table t inherit q;
alter table t inherit p;
