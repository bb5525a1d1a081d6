create table t (a int, b text, c int4range);
create index i on t (a);
