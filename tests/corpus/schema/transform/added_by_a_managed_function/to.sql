-- sees: transform FOR integer LANGUAGE sql: added
create function fs(internal) returns internal language internal stable as 'prsd_lextype';
create function ft(internal) returns int language internal stable as 'int4recv';
create transform for int language sql (from sql with function fs(internal), to sql with function int4recv(internal));
