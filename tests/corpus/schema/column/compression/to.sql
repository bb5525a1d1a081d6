-- sees: column public.t.b: compression
create table t (a int, b text);
alter table t alter b set compression pglz;
