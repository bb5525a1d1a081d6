-- sees: table public.t: options
create table t (a int, b text);
alter table t set (fillfactor = 70);
