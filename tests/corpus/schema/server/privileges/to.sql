-- sees: server s: privileges.r.USAGE
create role r;
create foreign data wrapper w;
create server s foreign data wrapper w;
grant usage on foreign server s to r with grant option;
