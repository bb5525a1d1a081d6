-- sees: domain public.d: constraints.c.1
create domain d as varchar(10);
alter domain d add constraint "c.1" check (value <> '');
