-- sees: collation public.c: rules
-- requires >= 16
create collation c (locale = 'C');
update pg_collation set collicurules = '&V << w <<< W' where collname = 'c';
