create domain "integer" as int;
create table t (a int, b text);
