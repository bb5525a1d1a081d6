-- sees: collation public.c: collate
create collation c (lc_collate = 'POSIX', lc_ctype = 'C');
