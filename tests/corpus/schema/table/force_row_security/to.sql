-- sees: table public.t: force_row_security
create table t (a int, b text);
alter table t force row level security;
