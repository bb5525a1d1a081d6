-- sees: collation public.c: encoding
-- not dumped: the encoding of a collation
create collation c (locale = 'C');
update pg_collation set collencoding = 5 where collname = 'c';
