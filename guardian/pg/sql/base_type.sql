-- One row: a base type, or a shell (a pseudo-type outside of pg_catalog).
-- Parameters: schemas, text[], the managed schemas.
-- Left out: the array types that the server makes beside other types. An element's typarray tells them apart from a base
-- type that is declared to have elements.
select
    t.oid,
    n.nspname as schema,
    t.typname as type,
    t.typisdefined as defined,
    case when t.typisdefined then t.typinput::oid::pg_catalog.regprocedure::text end as input,
    case when t.typisdefined then t.typoutput::oid::pg_catalog.regprocedure::text end as output,
    nullif(t.typreceive::oid::pg_catalog.regprocedure::text, '-') as receive,
    nullif(t.typsend::oid::pg_catalog.regprocedure::text, '-') as send,
    nullif(t.typmodin::oid::pg_catalog.regprocedure::text, '-') as modifier_input,
    nullif(t.typmodout::oid::pg_catalog.regprocedure::text, '-') as modifier_output,
    nullif(t.typanalyze::oid::pg_catalog.regprocedure::text, '-') as analyze,
    nullif(t.typsubscript::oid::pg_catalog.regprocedure::text, '-') as subscript,
    t.typlen::int as length,
    t.typbyval as by_value,
    case t.typalign when 'c' then 'char' when 's' then 'int2' when 'i' then 'int4' else 'double' end as alignment,
    case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end as storage,
    t.typcategory::text as category,
    t.typispreferred as preferred,
    t.typdefault as "default",
    case when t.typelem <> 0 then pg_catalog.format_type(t.typelem, null) end as element,
    t.typdelim::text as delimiter,
    t.typcollation <> 0 as collatable,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner
from pg_catalog.pg_type as t
join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
left join pg_catalog.pg_type as l on l.oid = t.typelem
where
    (t.typtype = 'b' or not t.typisdefined)
    and l.typarray is distinct from t.oid
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and e.objid = t.oid and e.deptype = 'e'
    )
order by n.nspname, t.typname
