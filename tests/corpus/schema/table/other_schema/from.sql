create schema other;
create table t (a int, b text);

