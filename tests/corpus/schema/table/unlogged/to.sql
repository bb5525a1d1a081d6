-- sees: table public.t: persistence
create unlogged table t (a int, b text);
