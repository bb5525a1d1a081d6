-- sees: collation public.c: collate, ctype, locale, provider
-- requires >= 17
create collation c (provider = builtin, locale = 'C');
