-- sees: table public.t: of_type
create type ct as (a int, b text);
create table t (a int, b text);
alter table t of ct;
