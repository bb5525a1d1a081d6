-- sees: column public.t.a: expression, generated
create table t (a int);
