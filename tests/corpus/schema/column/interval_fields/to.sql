-- sees: column public.t.a: type
create table t (a interval day to second(3), b text);
