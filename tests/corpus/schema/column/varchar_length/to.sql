-- sees: column public.t.a: type
create table t (a varchar(11), b text);
