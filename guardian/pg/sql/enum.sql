-- One row: an enum type, its labels in their order.
-- Parameters: schemas, text[], the managed schemas.
select
    t.oid,
    n.nspname as schema,
    t.typname as enum,
    array(
        select l.enumlabel::text from pg_catalog.pg_enum as l
        where l.enumtypid = t.oid
        order by l.enumsortorder
    ) as labels,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner
from pg_catalog.pg_type as t
join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
where
    t.typtype = 'e'
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and e.objid = t.oid and e.deptype = 'e'
    )
order by n.nspname, t.typname
