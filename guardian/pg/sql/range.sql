-- One row: a range type, with its multirange type.
-- The multirange's owner is not told: before PostgreSQL 17 it does not follow when the range's is changed, and no dump
-- carries it.
-- Parameters: schemas, text[], the managed schemas.
select
    t.oid,
    n.nspname as schema,
    t.typname as range,
    pg_catalog.format_type(r.rngsubtype, null) as subtype,
    o.opcnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(o.opcname) as operator_class,
    case
        when r.rngcollation <> s.typcollation
            then c.collnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(c.collname)
    end as collation,
    nullif(r.rngcanonical::oid::pg_catalog.regprocedure::text, '-') as canonical,
    nullif(r.rngsubdiff::oid::pg_catalog.regprocedure::text, '-') as difference,
    m.typnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(m.typname) as multirange,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner
from pg_catalog.pg_type as t
join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
join pg_catalog.pg_range as r on r.rngtypid = t.oid
join pg_catalog.pg_type as s on s.oid = r.rngsubtype
join pg_catalog.pg_opclass as o on o.oid = r.rngsubopc
join pg_catalog.pg_type as m on m.oid = r.rngmultitypid
left join pg_catalog.pg_collation as c on c.oid = r.rngcollation
where
    t.typtype = 'r'
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and e.objid = t.oid and e.deptype = 'e'
    )
order by n.nspname, t.typname
