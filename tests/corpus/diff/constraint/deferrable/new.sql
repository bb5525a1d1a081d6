create table t (id integer primary key, note text);create table u (t int references t deferrable initially deferred);
