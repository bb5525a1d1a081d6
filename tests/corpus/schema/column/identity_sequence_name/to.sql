-- sees: column public.t.a: identity_sequence
create table t (a int generated always as identity (sequence name mine));
