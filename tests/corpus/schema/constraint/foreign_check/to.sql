-- sees: constraint public.f.c: added
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table f (a int, constraint c check (a > 0)) server s;
