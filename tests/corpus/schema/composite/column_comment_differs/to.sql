-- sees: composite public.c: column_comments.a
create type c as (a text, b int);
comment on column c.a is 'x';
