create schema away; create function away.h(internal) returns table_am_handler language internal as 'heap_tableam_handler';
