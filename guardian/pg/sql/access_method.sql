-- One row: an access method that no server comes with, and whose handler is the system's or in a managed schema.
-- Parameters: schemas, text[], the managed schemas.
select
    m.oid,
    m.amname as access_method,
    case m.amtype when 't' then 'table' else 'index' end as type,
    m.amhandler::oid::pg_catalog.regprocedure::text as handler
from pg_catalog.pg_am as m
join pg_catalog.pg_proc as p on p.oid = m.amhandler
join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
where
    m.oid >= 16384
    and (n.nspname = any(%(schemas)s) or n.nspname = 'pg_catalog')
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_am'::pg_catalog.regclass and e.objid = m.oid and e.deptype = 'e'
    )
order by m.amname
