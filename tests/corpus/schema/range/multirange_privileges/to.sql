-- sees: range public.rg: part_privileges.multirange type public USAGE
-- requires < 17
-- not dumped: pg_dump writes a range's privileges
create type rg as range (subtype = int, multirange_type_name = mr);
revoke usage on type mr from public;
