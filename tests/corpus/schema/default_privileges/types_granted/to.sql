-- sees: default_privileges for r on types: added
create role r;
create role q;
alter default privileges for role r grant usage on types to q;
