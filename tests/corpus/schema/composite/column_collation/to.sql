-- sees: composite public.c: columns.a
create type c as (a text collate "C", b int);
