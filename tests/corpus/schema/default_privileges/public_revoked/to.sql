-- sees: default_privileges for r on functions: added
create role r;
create role q;
alter default privileges for role r revoke execute on functions from public;
