-- One row: a conversion between encodings.
-- Parameters: schemas, text[], the managed schemas.
select
    c.oid,
    n.nspname as schema,
    c.conname as conversion,
    pg_catalog.pg_encoding_to_char(c.conforencoding) as source,
    pg_catalog.pg_encoding_to_char(c.contoencoding) as destination,
    c.conproc::oid::pg_catalog.regprocedure::text as function,
    c.condefault as "default",
    pg_catalog.pg_get_userbyid(c.conowner)::text as owner
from pg_catalog.pg_conversion as c
join pg_catalog.pg_namespace as n on n.oid = c.connamespace
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_conversion'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'
    )
order by n.nspname, c.conname
