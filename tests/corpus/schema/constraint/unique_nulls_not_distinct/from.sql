create table t (a int, constraint k unique (a));
