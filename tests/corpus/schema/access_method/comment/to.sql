-- sees: access_method "my.am": comment
create access method "my.am" type table handler heap_tableam_handler;
comment on access method "my.am" is 'it''s \ 🐘';
