-- sees: collation public.c: comment
create collation c (locale = 'C');
update pg_collation set collversion = '1' where collname = 'c';
comment on collation c is 'x';
