-- One row: a text search parser.
-- Parameters: schemas, text[], the managed schemas.
select
    p.oid,
    n.nspname as schema,
    p.prsname as parser,
    p.prsstart::oid::pg_catalog.regprocedure::text as start,
    p.prstoken::oid::pg_catalog.regprocedure::text as get_token,
    p.prsend::oid::pg_catalog.regprocedure::text as "end",
    nullif(p.prsheadline::oid::pg_catalog.regprocedure::text, '-') as headline,
    p.prslextype::oid::pg_catalog.regprocedure::text as token_types
from pg_catalog.pg_ts_parser as p
join pg_catalog.pg_namespace as n on n.oid = p.prsnamespace
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_ts_parser'::pg_catalog.regclass and e.objid = p.oid and e.deptype = 'e'
    )
order by n.nspname, p.prsname
