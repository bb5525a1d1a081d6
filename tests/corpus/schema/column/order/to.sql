-- sees: column public.t.a: position
-- sees: column public.t.b: position
create table t (b text, a int);
