-- sees: domain public.d: constraints.c
create domain d as varchar(10);
alter domain d add constraint c check (value <> 'b');
