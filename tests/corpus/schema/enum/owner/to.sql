-- sees: enum public.e: owner
create role r;
create type e as enum ('a', 'b', 'c');
alter type e owner to r;
