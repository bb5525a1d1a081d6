-- sees: database database: system_privileges.language sql
revoke usage on language sql from public;
