-- sees: composite public.c: columns.a
create domain "integer" as int;
create type c as (a "integer");
