-- sees: database database: system_privileges.table pg_catalog.pg_policy
revoke select on pg_catalog.pg_policy from public;
