create access method heap2 type table handler heap_tableam_handler;
create table t (a int, b text);
create materialized view v as select a, b from t;

