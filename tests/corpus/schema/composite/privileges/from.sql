create type c as (a text, b int);
