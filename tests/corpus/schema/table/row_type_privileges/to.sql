-- sees: table public.t: part_privileges.row type public USAGE
-- not dumped: pg_dump writes no row types
create table t (a int);
revoke usage on type t from public;
