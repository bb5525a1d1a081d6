-- sees: enum public.e: part_comments.array type
-- not dumped: pg_dump writes no array types
create type e as enum ('a');
comment on type e[] is 'x';
