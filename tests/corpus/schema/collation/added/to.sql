-- sees: collation public.c: added
create collation c (locale = 'C');
