-- sees: view public.v: part_comments.rule _RETURN
-- not dumped: pg_dump writes a view, not its rule
create view v as select 1 as a;
comment on rule "_RETURN" on v is 'x';
