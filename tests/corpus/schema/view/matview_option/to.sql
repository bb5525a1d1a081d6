-- sees: view public.v: options
create table t (a int, b text);
create materialized view v as select a, b from t;
alter materialized view v set (fillfactor = 50);
