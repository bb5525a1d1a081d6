-- sees: enum public.e: labels
create type e as enum ('b', 'a', 'c');
