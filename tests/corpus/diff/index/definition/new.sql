create table t (id integer primary key, note text);create index i on t (note desc);
