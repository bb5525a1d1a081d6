-- sees: column public.t.a: sequence_persistence
-- requires >= 15
create table t (a int generated always as identity);
alter sequence t_a_seq set unlogged;
