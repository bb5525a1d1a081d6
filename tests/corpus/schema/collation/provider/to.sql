-- sees: collation public.c: collate, ctype, encoding, locale, provider
-- requires >= 17
create collation c (provider = builtin, locale = 'C');
