create domain other_d as int;
create domain d as int;
