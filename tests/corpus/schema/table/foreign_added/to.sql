-- sees: table public.f: added
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table f (a int) server s;
