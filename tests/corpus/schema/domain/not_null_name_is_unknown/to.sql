-- sees: domain public.d: comment
-- requires < 17
create domain d as int constraint never_null not null;
comment on domain d is 'x';
