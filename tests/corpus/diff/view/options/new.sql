create table t (id integer primary key, note text);create view v with (security_barrier = true) as select id from t;
