-- sees: composite public.c: added
create type c as (a text, b int);
