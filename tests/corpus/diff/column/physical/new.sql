create table t (a text, b text);
alter table t alter a set storage external, alter a set statistics 500, alter b set (n_distinct = 100), alter b set compression pglz;
