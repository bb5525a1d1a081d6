-- sees: domain public.d: type
create domain d as varchar(11);
