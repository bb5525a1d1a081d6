-- sees: column public.t.a: type
create table t (a int[], b text);
