create type "integer" as enum ('a'); create type c as (a int); create cast (c as int) with inout;
