-- sees: view public.v: cluster_index
create table t (a int, b text);
create materialized view v as select a, b from t;
create index i on v (a);
alter materialized view v cluster on i;
