create collation c (locale = 'C');update pg_collation set collprovider = 'i', colliculocale = 'fr', collcollate = null, collctype = null where collname = 'c';
