create domain d as int constraint never_null not null;
