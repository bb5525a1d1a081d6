-- sees: server s: owner
create role r superuser;
create foreign data wrapper w;
create server s foreign data wrapper w;
alter server s owner to r;
