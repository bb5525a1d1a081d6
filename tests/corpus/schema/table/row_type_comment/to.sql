-- sees: table public.t: part_comments.row type
-- not dumped: pg_dump writes no row types
create table t (a int);
comment on type t is 'x';
