-- sees: range public.rg: multirange_owner
-- requires < 17
-- not dumped: pg_dump writes a range's owner
create type rg as range (subtype = int, multirange_type_name = mr);
alter type mr owner to pg_monitor;
