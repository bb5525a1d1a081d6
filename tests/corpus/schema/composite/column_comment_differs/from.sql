create type c as (a text, b int);
comment on column c.a is 'y';
