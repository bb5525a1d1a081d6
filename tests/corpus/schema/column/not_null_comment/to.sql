-- sees: column public.t.a: not_null_comment
-- requires >= 18
create table t (a int not null);
comment on constraint t_a_not_null on t is 'always';
