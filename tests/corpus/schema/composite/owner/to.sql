-- sees: composite public.c: owner
create role r;
create type c as (a text, b int);
alter type c owner to r;
