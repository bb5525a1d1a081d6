create type c as (x int, a text, b int);
alter type c drop attribute x;
