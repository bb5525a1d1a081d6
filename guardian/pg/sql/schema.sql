-- One row: a managed schema.
-- Parameters: schemas, text[], the managed schemas.
-- The comment that every new database has on public is none.
select
    n.oid,
    n.nspname as schema,
    nullif(pg_catalog.obj_description(n.oid, 'pg_namespace'), 'standard public schema') as comment
from pg_catalog.pg_namespace as n
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and e.objid = n.oid and e.deptype = 'e'
    )
order by n.nspname
