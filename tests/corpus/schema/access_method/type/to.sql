-- sees: access_method "my.am": handler, type
create access method "my.am" type index handler bthandler;
