-- sees: default_privileges for r in public on tables: added
create role r;
create role q;
alter default privileges for role r in schema public grant select on tables to q;
