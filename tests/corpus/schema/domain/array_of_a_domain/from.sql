create domain d as int;
create table t (a int[]);
