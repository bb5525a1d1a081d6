-- sees: domain public.d: owner
create role r;
create domain d as varchar(10);
alter domain d owner to r;
