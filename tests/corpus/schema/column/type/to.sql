-- sees: column public.t.a: type
create table t (a bigint, b text);
