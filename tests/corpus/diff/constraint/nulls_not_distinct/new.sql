create table t (a int, constraint u unique nulls not distinct (a));
