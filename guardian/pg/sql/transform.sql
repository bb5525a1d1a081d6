-- One row: a transform between a type and a language.
-- Parameters: schemas, text[], the managed schemas.
-- It counts when the type or a function is in a managed schema, and when all of them are the system's, since then it is
-- nobody else's.
select
    r.oid,
    pg_catalog.format_type(r.trftype, null) as type,
    l.lanname as language,
    nullif(r.trffromsql::oid::pg_catalog.regprocedure::text, '-') as from_sql,
    nullif(r.trftosql::oid::pg_catalog.regprocedure::text, '-') as to_sql
from pg_catalog.pg_transform as r
join pg_catalog.pg_language as l on l.oid = r.trflang
join pg_catalog.pg_type as t on t.oid = r.trftype
left join pg_catalog.pg_proc as f on f.oid = r.trffromsql
left join pg_catalog.pg_proc as o on o.oid = r.trftosql
cross join lateral (
    select
        pg_catalog.bool_or(n.nspname = any(%(schemas)s)) as managed,
        pg_catalog.bool_and(n.nspname in ('pg_catalog', 'information_schema')) as system
    from pg_catalog.pg_namespace as n
    where n.oid in (t.typnamespace, f.pronamespace, o.pronamespace)
) as home
where
    r.oid >= 16384
    and (home.managed or home.system)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_transform'::pg_catalog.regclass and e.objid = r.oid and e.deptype = 'e'
    )
order by pg_catalog.format_type(r.trftype, null) collate "C", l.lanname
