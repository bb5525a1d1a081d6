-- sees: database database: owner
-- not dumped: without --create
create role r;
do $$ begin execute format('alter database %I owner to r', current_database()); end $$;
