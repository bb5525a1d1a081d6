-- sees: column public.t.a: sequence_persistence
create table t (a int generated always as identity);
alter sequence t_a_seq set unlogged;
