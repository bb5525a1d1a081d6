-- sees: server s: comment
create foreign data wrapper w;
create server s foreign data wrapper w;
comment on server s is 'x';
