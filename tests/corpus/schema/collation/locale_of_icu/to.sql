-- sees: collation public.c: locale
-- requires >= 15
-- requires < 17
create collation c (locale = 'C');update pg_collation set collprovider = 'i', colliculocale = 'fr', collcollate = null, collctype = null where collname = 'c';
update pg_collation set colliculocale = 'de' where collname = 'c';
