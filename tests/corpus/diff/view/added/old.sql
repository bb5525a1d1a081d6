create table t (id integer primary key, note text);
