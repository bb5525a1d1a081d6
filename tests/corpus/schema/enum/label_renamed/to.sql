-- sees: enum public.e: labels
create type e as enum ('a', 'b', 'c');
alter type e rename value 'b' to 'B';
