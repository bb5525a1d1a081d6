-- sees: constraint public.t.k: options
create table t (a int, constraint k unique (a) with (fillfactor = 70));
