-- sees: database database: system_privileges.function pg_catalog.pg_ls_dir(pg_catalog.text)
create role r;
grant execute on function pg_ls_dir(text) to r;
