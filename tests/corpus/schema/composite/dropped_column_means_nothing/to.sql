-- sees: composite public.c: comment
create type c as (a text, b int);
comment on type c is 'x';
