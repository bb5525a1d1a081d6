-- sees: column public.t.b: storage
create table t (a int, b text);
alter table t alter b set storage external;
