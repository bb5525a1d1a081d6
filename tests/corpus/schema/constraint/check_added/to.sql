-- sees: constraint public.t.k: added
create table t (a int, constraint k check (a > 0));
