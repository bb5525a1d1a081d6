create schema "My.Schema";
create domain "My.Schema"."d
""'🐘" as int constraint "c
.""" check (value > 0);
create domain "My.Schema"."数数数数数数数数数数数数数数数数数数数数数" as int not null;
