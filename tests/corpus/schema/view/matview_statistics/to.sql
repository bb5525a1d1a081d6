-- sees: view public.v: column_settings.a statistics
create table t (a int, b text);
create materialized view v as select a, b from t;
alter materialized view v alter a set statistics 9;
