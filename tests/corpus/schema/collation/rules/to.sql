-- sees: collation public.c: rules
-- requires >= 16
-- not dumped: rules, where the provider is not ICU
create collation c (locale = 'C');
update pg_collation set collicurules = '&V << w <<< W' where collname = 'c';
