-- sees: constraint public.t.k: definition
-- requires >= 15
create table t (a int, constraint k unique nulls not distinct (a));
