-- sees: database database: connection_limit
do $$ begin execute format('alter database %I connection limit 7', current_database()); end $$;
