-- sees: table public.t: parents
create table p (a int);
create table t (a int, b text);
alter table t inherit p;
