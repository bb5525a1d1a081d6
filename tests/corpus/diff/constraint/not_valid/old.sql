create table t (id integer primary key, note text);
alter table t add constraint c check (id > 0) not valid;
