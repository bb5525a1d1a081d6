-- sees: table public.t: row_security
create table t (a int, b text);
alter table t enable row level security;
