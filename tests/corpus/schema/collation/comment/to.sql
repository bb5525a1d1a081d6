-- sees: collation public.c: comment
create collation c (locale = 'C');
comment on collation c is 'it''s \ 🐘';
