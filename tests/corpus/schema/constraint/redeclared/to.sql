-- sees: constraint public.t.k: redeclared
create table p (a int, constraint k check (a > 0));
create table t (constraint k check (a > 0)) inherits (p);
