create table t (a varchar(10), b text);
