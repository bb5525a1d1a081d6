create domain d as varchar(10);
alter domain d set default 'y';
