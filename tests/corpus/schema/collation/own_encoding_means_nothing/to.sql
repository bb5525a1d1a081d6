-- sees: collation public.c: comment
create collation c from "C";
comment on collation c is 'x';
