-- sees: view public.v: column_settings.a options
create table t (a int, b text);
create materialized view v as select a, b from t;
alter materialized view v alter a set (n_distinct = 5);
