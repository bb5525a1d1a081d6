-- sees: server s: options.host
create foreign data wrapper w;
create server s foreign data wrapper w options (port '1', host 'b');
