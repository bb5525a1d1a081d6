-- sees: access_method "my.am": added
create schema away; create function away.h(internal) returns table_am_handler language internal as 'heap_tableam_handler';
create access method their_am type table handler away.h;
create access method "my.am" type table handler heap_tableam_handler;
