-- sees: server s: type
create foreign data wrapper w;
create server s type 'oracle' foreign data wrapper w;
