-- sees: constraint public.t.k: definition
create table t (a int, b int, constraint k unique (a, b));
