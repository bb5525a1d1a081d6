-- sees: table public.t: added
create table t (a int, b text);

