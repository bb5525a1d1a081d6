-- sees: default_privileges for r on tables: added
create role r;
create role q;
alter default privileges for role r grant select on tables to q;
