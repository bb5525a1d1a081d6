-- sees: database database: settings.search_path
-- not dumped: of the database itself, which --create alone makes
do $$ begin execute format('alter database %I set search_path = a, b', current_database()); end $$;
