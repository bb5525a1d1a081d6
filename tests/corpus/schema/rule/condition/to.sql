-- sees: rule public.t.r: definition
create table t (a int, b text);
create rule r as on delete to t where old.a > 1 do instead nothing;
