-- sees: domain public.d: added
create domain d as varchar(10);
