-- sees: domain public.d: not_null_comment
-- requires >= 17
create domain d as int not null;
comment on constraint d_not_null on domain d is 'x';
