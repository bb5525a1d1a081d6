-- sees: collation public.c: encoding, locale
-- requires >= 17
create collation c (provider = builtin, locale = 'C.UTF-8');
