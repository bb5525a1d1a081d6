-- sees: default_privileges for r on sequences: added
create role r;
create role q;
alter default privileges for role r grant usage on sequences to q;
