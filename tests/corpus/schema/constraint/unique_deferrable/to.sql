-- sees: constraint public.t.k: deferrable
create table t (a int, constraint k unique (a) deferrable);
