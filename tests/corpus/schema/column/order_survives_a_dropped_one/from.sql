create table t (a int, x int, b text);
alter table t drop x;
