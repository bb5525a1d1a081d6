create table t (id integer primary key, note text);
comment on table t is 'new';
