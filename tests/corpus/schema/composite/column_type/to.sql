-- sees: composite public.c: columns.b
create type c as (a text, b int);
alter type c alter attribute b type bigint;
