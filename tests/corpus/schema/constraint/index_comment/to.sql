-- sees: constraint public.t.k: index_comment
create table t (a int, constraint k unique (a));
comment on index k is 'c';
