create table t (id integer primary key, note text);
alter table t add constraint "It's ok" check (note <> 'a;b');
