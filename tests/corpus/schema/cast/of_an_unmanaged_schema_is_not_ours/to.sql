-- sees: cast (public.c AS integer): added
create schema away; create type away.c as (a int); create type c as (a int);
create cast (away.c as int) with inout; create cast (c as int) with inout;
