-- sees: composite public.c: columns
create type c as (b int, a text);
