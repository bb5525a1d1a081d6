-- sees: column public.t.a: identity_options
create table t (a int generated always as identity (cache 5));
