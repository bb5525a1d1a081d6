-- sees: domain public.d: not_null
create domain d as varchar(10);
alter domain d set not null;
