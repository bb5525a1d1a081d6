-- One row: a rewrite rule of a table or view.
-- Parameters: schemas, text[], the managed schemas; version_schema and version_table, text, the table that is left out.
-- Left out: the rule _RETURN, which is a view's own definition.
select
    r.oid,
    n.nspname as schema,
    c.relname as "table",
    c.relkind = 'v' as on_view,
    r.rulename as rule,
    pg_catalog.pg_get_ruledef(r.oid) as definition,
    case r.ev_enabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end
        as enabled
from pg_catalog.pg_rewrite as r
join pg_catalog.pg_class as c on c.oid = r.ev_class
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    r.rulename <> '_RETURN'
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
                or (e.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and e.objid = r.oid)
            )
    )
order by n.nspname, c.relname, r.rulename
