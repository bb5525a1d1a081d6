create function fs(internal) returns internal language internal stable as 'prsd_lextype';
create function ft(internal) returns int language internal stable as 'int4recv';
