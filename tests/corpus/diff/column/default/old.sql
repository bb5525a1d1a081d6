create table t (a integer default 5, b text);
