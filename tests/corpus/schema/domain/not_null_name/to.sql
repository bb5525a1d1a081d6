-- sees: domain public.d: not_null_name
-- requires >= 17
create domain d as int constraint never_null not null;
