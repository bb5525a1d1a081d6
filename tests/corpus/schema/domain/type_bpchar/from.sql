create domain d as char(1);
