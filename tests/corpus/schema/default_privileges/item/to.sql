-- sees: default_privileges for r on tables: privileges.q.INSERT
create role r;
create role q;
alter default privileges for role r grant select on tables to q;
alter default privileges for role r grant insert on tables to q;
