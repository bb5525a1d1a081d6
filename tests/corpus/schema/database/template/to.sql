-- sees: database database: template
-- not dumped: of the database itself, which --create alone makes
do $$ begin execute format('alter database %I is_template true', current_database()); end $$;
