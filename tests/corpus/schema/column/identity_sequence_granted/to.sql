-- sees: column public.t.a: sequence_privileges.r.USAGE
create role r;
create table t (a int generated always as identity);
grant usage on sequence t_a_seq to r;
