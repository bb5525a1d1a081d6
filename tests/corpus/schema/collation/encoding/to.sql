-- sees: collation public.c: encoding
create collation c from "C";
