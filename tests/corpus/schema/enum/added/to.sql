-- sees: enum public.e: added
create type e as enum ('a', 'b', 'c');
