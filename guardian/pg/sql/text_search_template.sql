-- One row: a text search template.
-- Parameters: schemas, text[], the managed schemas.
select
    t.oid,
    n.nspname as schema,
    t.tmplname as template,
    nullif(t.tmplinit::oid::pg_catalog.regprocedure::text, '-') as init,
    t.tmpllexize::oid::pg_catalog.regprocedure::text as lexize
from pg_catalog.pg_ts_template as t
join pg_catalog.pg_namespace as n on n.oid = t.tmplnamespace
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_ts_template'::pg_catalog.regclass and e.objid = t.oid and e.deptype = 'e'
    )
order by n.nspname, t.tmplname
