-- sees: user_mapping public on s: options.user
create foreign data wrapper w;
create server s foreign data wrapper w;
create user mapping for public server s options (password 'p', user 'b');
