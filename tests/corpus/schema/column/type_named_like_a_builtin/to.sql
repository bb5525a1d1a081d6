-- sees: column public.t.a: type
create domain "integer" as int;
create table t (a public."integer", b text);
