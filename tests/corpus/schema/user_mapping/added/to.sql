-- sees: user_mapping "a.b" on s: added
-- of the server: roles
create foreign data wrapper w;
create server s foreign data wrapper w;
create role "a.b";
create user mapping for "a.b" server s;
