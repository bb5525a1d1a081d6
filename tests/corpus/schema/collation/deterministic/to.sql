-- sees: collation public.c: deterministic
create collation c (locale = 'C');
update pg_collation set collisdeterministic = false where collname = 'c';
