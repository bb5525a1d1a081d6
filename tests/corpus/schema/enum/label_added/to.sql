-- sees: enum public.e: labels
create type e as enum ('a', 'x', 'b', 'c');
