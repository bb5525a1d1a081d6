-- sees: collation public.c: owner
create role r;
create collation c (locale = 'C');
alter collation c owner to r;
