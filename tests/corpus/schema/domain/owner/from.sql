create role r;
create domain d as varchar(10);
