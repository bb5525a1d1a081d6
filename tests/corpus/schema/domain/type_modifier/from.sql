create domain d as varchar(10);
