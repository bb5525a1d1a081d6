-- sees: constraint public.t.k: definition
-- requires >= 18
create table t (a int4range, b daterange, constraint k unique (a, b without overlaps));
