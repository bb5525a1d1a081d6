-- sees: view public.v: access_method
create access method heap2 type table handler heap_tableam_handler;
create table t (a int, b text);
create materialized view v using heap2 as select a, b from t;
