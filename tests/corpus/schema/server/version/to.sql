-- sees: server s: version
create foreign data wrapper w;
create server s version '9' foreign data wrapper w;
