create table t (a interval, b text);
