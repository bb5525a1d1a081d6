-- sees: column public.t.a: comment
create table t (a int, b text);
comment on column t.a is 'c';
