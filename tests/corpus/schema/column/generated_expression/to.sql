-- sees: column public.t.a: expression
create table t (a int generated always as (2 + 2) stored);
