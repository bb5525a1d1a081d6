-- sees: database database: role_settings.r.work_mem
-- not dumped: of the database itself, which --create alone makes
create role r;
do $$ begin execute format('alter role r in database %I set work_mem = ''8MB''', current_database()); end $$;
