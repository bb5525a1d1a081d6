-- sees: table public.f: server
create foreign data wrapper w;
create server s foreign data wrapper w;
create server z foreign data wrapper w;
create foreign table f (a int) server z;
