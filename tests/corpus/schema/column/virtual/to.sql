-- sees: column public.t.c: generated
-- requires >= 18
create table t (a int, c int generated always as (1 + 2) virtual);
