-- sees: collation public.c: ctype
create collation c (lc_collate = 'C', lc_ctype = 'POSIX');
