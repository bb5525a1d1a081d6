-- sees: access_method "my.am": handler
create function h(internal) returns table_am_handler language internal as 'heap_tableam_handler';
create access method "my.am" type table handler h;
