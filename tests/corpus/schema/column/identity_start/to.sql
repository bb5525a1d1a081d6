-- sees: column public.t.a: identity_start
create table t (a int generated always as identity (start with 7));
