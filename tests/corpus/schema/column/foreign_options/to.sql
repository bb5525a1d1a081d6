-- sees: column public.f.a: foreign_options.c
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table f (a int options (c 'x')) server s;
