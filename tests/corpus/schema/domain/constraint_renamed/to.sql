-- sees: domain public.d: constraints.c, constraints.e
create domain d as varchar(10);alter domain d add constraint c check (value <> 'a');
alter domain d rename constraint c to e;
