-- sees: column public.t.a: type
create domain d as int;
create table t (a d[]);
