-- sees: composite public.c: columns.b, columns.d
create type c as (a text, b int);
alter type c rename attribute b to d;
