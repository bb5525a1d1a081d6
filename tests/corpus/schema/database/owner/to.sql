-- sees: database database: owner
create role r;
do $$ begin execute format('alter database %I owner to r', current_database()); end $$;
