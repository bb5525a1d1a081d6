-- sees: enum public.e: comment
create type e as enum ('a', 'b', 'c');
comment on type e is 'it''s \ 🐘';
