-- sees: column public.t.a: not_null
create table t (a int not null, b text);
