-- sees: cast (public.c AS public."integer"): added
create type "integer" as enum ('a'); create type c as (a int); create cast (c as int) with inout;
create cast (c as "integer") with inout;
