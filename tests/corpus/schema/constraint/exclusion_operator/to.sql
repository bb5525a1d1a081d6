-- sees: constraint public.t.k: definition
create table t (a int4range, constraint k exclude using gist (a with =));
