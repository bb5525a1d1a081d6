-- sees: default_privileges for r on tables: privileges.q.SELECT
create role r;
create role q;
alter default privileges for role r grant select on tables to q;
alter default privileges for role r grant select on tables to q with grant option;
