-- One row: extended statistics of a table.
-- Parameters: schemas, text[], the managed schemas; version_schema and version_table, text, the table that is left out.
-- They have a schema of their own, which need not be that of the table. A target of -1, null since PostgreSQL 17, is the
-- default.
select
    s.oid,
    sn.nspname as statistics_schema,
    s.stxname as statistics,
    n.nspname as schema,
    c.relname as "table",
    c.relkind = 'm' as on_view,
    pg_catalog.pg_get_statisticsobjdef(s.oid) as definition,
    nullif(s.stxstattarget, -1)::int as target,
    pg_catalog.pg_get_userbyid(s.stxowner)::text as owner
from pg_catalog.pg_statistic_ext as s
join pg_catalog.pg_namespace as sn on sn.oid = s.stxnamespace
join pg_catalog.pg_class as c on c.oid = s.stxrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    (sn.nspname = any(%(schemas)s) or n.nspname = any(%(schemas)s))
    and (n.nspname, c.relname) <> (%(version_schema)s::name, %(version_table)s::name)
    and c.relpersistence <> 't'
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass and e.objid = s.oid and e.deptype = 'e'
    )
order by sn.nspname, s.stxname
