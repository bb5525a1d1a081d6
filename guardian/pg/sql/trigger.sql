-- One row: a trigger of a table or view, constraint triggers included.
-- A partition's copy of a trigger counted as internal before PostgreSQL 15.
-- Parameters: schemas, text[], the managed schemas; version_schema and version_table, text, the table that is left out.
select
    t.oid,
    n.nspname as schema,
    c.relname as "table",
    c.relkind = 'v' as on_view,
    t.tgname as trigger,
    pg_catalog.pg_get_triggerdef(t.oid) as definition,
    case t.tgenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end
        as enabled,
    t.tgparentid <> 0 as inherited
from pg_catalog.pg_trigger as t
join pg_catalog.pg_class as c on c.oid = t.tgrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    (
        not t.tgisinternal
        or (t.tgparentid <> 0 and pg_catalog.current_setting('server_version_num')::integer < 150000)
    )
    and c.relkind in ('r', 'p', 'v', 'f')
    and c.relpersistence <> 't'
    and n.nspname = any(%(schemas)s)
    and (n.nspname, c.relname) <> (%(version_schema)s::name, %(version_table)s::name)
    and not exists (
        select from pg_catalog.pg_depend as e
        where
            e.deptype = 'e'
            and (
                (e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid)
                or (e.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass and e.objid = t.oid)
            )
    )
order by n.nspname, c.relname, t.tgname
