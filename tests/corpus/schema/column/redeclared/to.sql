-- sees: column public.t.a: redeclared
create table p (a int);
create table t (a int) inherits (p);
