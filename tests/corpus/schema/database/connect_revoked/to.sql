-- sees: database database: privileges.public.CONNECT
-- not dumped: of the database itself, which --create alone makes
do $$ begin execute format('revoke connect on database %I from public', current_database()); end $$;
