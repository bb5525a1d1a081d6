create table t (id integer primary key, note text);create index t_note on t (note);
alter table t replica identity full;
alter table t cluster on t_note;
