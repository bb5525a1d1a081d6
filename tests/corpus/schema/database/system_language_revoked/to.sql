-- sees: database database: system_privileges.language sql
-- not dumped: of the database itself, which --create alone makes
revoke usage on language sql from public;
