-- sees: constraint public.t.k: comment
create table t (a int, constraint k unique (a));
comment on constraint k on t is 'c';
