-- sees: composite public.c: columns.x.y
create type c as (a text, b int);
alter type c add attribute "x.y" int;
