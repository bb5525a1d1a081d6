-- sees: column public.t.a: type
create table t (a numeric(10,3), b text);
