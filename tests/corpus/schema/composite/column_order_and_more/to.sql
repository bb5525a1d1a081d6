-- sees: composite public.c: columns, columns.d
create type c as (b int, a text, d int);
