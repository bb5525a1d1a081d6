-- sees: composite public.outer_c: columns.x
create type c as (a text, b int);
create type outer_c as (x c);
