-- sees: index public.i: valid
-- not dumped: an invalid index
create table t (a int, b text, c int4range);
create index i on t (a);
update pg_index set indisvalid = false where indexrelid = 'i'::regclass;
