create table t (a int, c int generated always as (1 + 2) stored);
