-- sees: default_privileges for r on schemas: added
create role r;
create role q;
alter default privileges for role r grant create on schemas to q;
