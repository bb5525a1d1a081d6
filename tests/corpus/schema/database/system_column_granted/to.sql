-- sees: database database: system_privileges.table column pg_catalog.pg_authid.rolpassword
create role r;
grant select (rolpassword) on pg_catalog.pg_authid to r;
