-- sees: database database: comment
do $$ begin execute format('comment on database %I is ''x''', current_database()); end $$;
