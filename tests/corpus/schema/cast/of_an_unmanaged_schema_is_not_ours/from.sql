create schema away; create type away.c as (a int); create type c as (a int);
