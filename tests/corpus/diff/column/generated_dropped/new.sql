create table t (a integer, b int);
