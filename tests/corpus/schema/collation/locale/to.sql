-- sees: collation public.c: locale
-- requires >= 17
create collation c (provider = builtin, locale = 'C.UTF-8');
