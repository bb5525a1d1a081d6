-- sees: table public.f: foreign_options.t
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table f (a int) server s options (t 'x');
