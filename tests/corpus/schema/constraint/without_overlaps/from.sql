create table t (a int4range, b daterange, constraint k unique (a, b));
