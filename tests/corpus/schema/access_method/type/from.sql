create access method "my.am" type table handler heap_tableam_handler;
