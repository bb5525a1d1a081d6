-- sees: table public.t: removed
-- sees: table other.t: added
create schema other;
create table other.t (a int, b text);
