-- sees: column public.t.b: collation
create table t (a int, b text collate "C");
