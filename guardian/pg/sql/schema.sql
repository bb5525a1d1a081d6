-- One row: a managed schema.
-- Parameters: schemas, text[], the managed schemas.
select
    n.oid,
    n.nspname as schema,
    pg_catalog.pg_get_userbyid(n.nspowner)::text as owner
from pg_catalog.pg_namespace as n
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and e.objid = n.oid and e.deptype = 'e'
    )
order by n.nspname
