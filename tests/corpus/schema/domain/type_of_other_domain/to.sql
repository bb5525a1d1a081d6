-- sees: domain public.d: type
create domain other_d as int;
create domain d as other_d;
