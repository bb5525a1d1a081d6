-- sees: domain public.d: type
create domain d as text;
