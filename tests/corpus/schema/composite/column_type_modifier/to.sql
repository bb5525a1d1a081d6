-- sees: composite public.c: columns.a
create type c as (a varchar(4));
