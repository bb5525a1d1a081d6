-- sees: database database: comment
-- not dumped: of the database itself, which --create alone makes
do $$ begin execute format('comment on database %I is ''x''', current_database()); end $$;
