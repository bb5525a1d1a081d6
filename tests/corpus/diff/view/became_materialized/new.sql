create table t (id integer primary key, note text);create materialized view v as select id from t;
