-- sees: constraint public.t.k: deferred
create table t (a int, constraint k unique (a) deferrable initially deferred);
