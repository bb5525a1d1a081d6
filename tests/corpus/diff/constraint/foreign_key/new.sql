create table t (id integer primary key, note text);create table u (t int);
alter table u add foreign key (t) references t on delete set null on update cascade;
