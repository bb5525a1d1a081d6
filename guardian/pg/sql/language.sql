-- One row: a language that no server comes with, and whose handler is the system's or in a managed schema.
-- Parameters: schemas, text[], the managed schemas.
select
    l.oid,
    l.lanname as language,
    l.lanpltrusted as trusted,
    nullif(l.lanplcallfoid::pg_catalog.regprocedure::text, '-') as handler,
    nullif(l.laninline::pg_catalog.regprocedure::text, '-') as inline,
    nullif(l.lanvalidator::pg_catalog.regprocedure::text, '-') as validator,
    pg_catalog.pg_get_userbyid(l.lanowner)::text as owner
from pg_catalog.pg_language as l
left join pg_catalog.pg_proc as p on p.oid = l.lanplcallfoid
left join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
where
    l.oid >= 16384
    and (n.oid is null or n.nspname = any(%(schemas)s) or n.nspname = 'pg_catalog')
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_language'::pg_catalog.regclass and e.objid = l.oid and e.deptype = 'e'
    )
order by l.lanname
