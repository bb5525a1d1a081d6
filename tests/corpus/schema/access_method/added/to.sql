-- sees: access_method "my.am": added
create access method "my.am" type table handler heap_tableam_handler;
