-- sees: server s: options.api_key
create foreign data wrapper w;
create server s foreign data wrapper w options (api_key 'k');
