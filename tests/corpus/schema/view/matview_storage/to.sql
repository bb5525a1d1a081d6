-- sees: view public.v: column_settings.b storage
create table t (a int, b text);
create materialized view v as select a, b from t;
alter materialized view v alter b set storage external;
