create type c as (a int);
