-- sees: index public.i: depends_on_extensions
create table t (a int, b text);
create index i on t (a);
alter index i depends on extension plpgsql;
