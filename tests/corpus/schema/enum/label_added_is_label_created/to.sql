-- sees: enum public.e: comment
-- alone
create type e as enum ('a', 'b', 'c');
comment on type e is 'x';
