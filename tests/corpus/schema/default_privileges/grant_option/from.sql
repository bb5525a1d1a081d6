create role r;
create role q;
alter default privileges for role r grant select on tables to q;
