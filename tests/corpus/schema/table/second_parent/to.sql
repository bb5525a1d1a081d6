-- sees: table public.t: parents
create table p (a int);
create table q (b text);
create table t (a int, b text) inherits (p);
alter table t inherit q;
