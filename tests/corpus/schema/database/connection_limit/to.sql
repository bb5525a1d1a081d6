-- sees: database database: connection_limit
-- not dumped: of the database itself, which --create alone makes
do $$ begin execute format('alter database %I connection limit 7', current_database()); end $$;
