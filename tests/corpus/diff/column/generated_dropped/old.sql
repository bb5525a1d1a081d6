create table t (a integer, b int generated always as (a * 2) stored);
