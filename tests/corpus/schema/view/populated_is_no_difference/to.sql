-- sees: table public.only_this: added
create table t (a int, b text);
create materialized view v as select a, b from t with no data;
create table only_this (a int);
