-- sees: constraint public.t.k: definition
create table t (a int, constraint k check (a > 1));
