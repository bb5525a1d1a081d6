create table t (id integer primary key, note text);create index i on t (lower(note));
alter index i alter column 1 set statistics 300;
comment on index i is 'i';
