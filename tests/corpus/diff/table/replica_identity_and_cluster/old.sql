create table t (id integer primary key, note text);create index t_note on t (note);
