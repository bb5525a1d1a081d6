-- sees: default_privileges for r on large objects: added
-- requires >= 18
create role r;
create role q;
alter default privileges for role r grant select on large objects to q;
