-- sees: database database: settings.search_path
do $$ begin execute format('alter database %I set search_path = a, b', current_database()); end $$;
