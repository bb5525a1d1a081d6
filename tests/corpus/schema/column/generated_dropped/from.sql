create table t (a int generated always as (1 + 2) stored);
