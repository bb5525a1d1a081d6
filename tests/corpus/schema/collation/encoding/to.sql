-- sees: collation public.c: encoding
create collation c (locale = 'C');
update pg_collation set collencoding = 5 where collname = 'c';
