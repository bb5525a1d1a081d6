-- sees: constraint public.t.k: definition
-- requires >= 18
create table t (a int, constraint k not null a no inherit);
