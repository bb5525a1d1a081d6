-- sees: domain public.d: default
create domain d as varchar(10);
alter domain d set default 'x';
