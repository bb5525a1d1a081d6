-- sees: database database: privileges.r.CREATE
-- not dumped: without --create
create role r;
do $$ begin execute format('grant create on database %I to r', current_database()); end $$;
