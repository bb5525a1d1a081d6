create table p (a int);
create table q (b text);
create table t (a int, b text) inherits (p);
