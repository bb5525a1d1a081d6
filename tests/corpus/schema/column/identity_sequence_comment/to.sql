-- sees: column public.t.a: sequence_comment
create table t (a int generated always as identity);
comment on sequence t_a_seq is 'c';
