create domain "integer" as int;
create domain d as integer;
