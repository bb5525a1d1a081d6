-- sees: composite public.c: columns.a, columns.b
create type c as (a text, b int);
