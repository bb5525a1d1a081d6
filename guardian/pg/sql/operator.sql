-- One row: an operator.
-- Parameters: schemas, text[], the managed schemas.
-- Left out: shells, which have no function. They stand for what another operator names as its commutator or negator.
select
    o.oid,
    n.nspname as schema,
    o.oprname as operator,
    case when o.oprleft = 0 then 'NONE' else pg_catalog.format_type(o.oprleft, null) end as left,
    pg_catalog.format_type(o.oprright, null) as right,
    o.oprcode::oid::pg_catalog.regprocedure::text as function,
    case when o.oprcom <> 0 then o.oprcom::pg_catalog.regoperator::text end as commutator,
    case when o.oprnegate <> 0 then o.oprnegate::pg_catalog.regoperator::text end as negator,
    nullif(o.oprrest::oid::pg_catalog.regprocedure::text, '-') as restrict,
    nullif(o.oprjoin::oid::pg_catalog.regprocedure::text, '-') as join,
    o.oprcanmerge as merges,
    o.oprcanhash as hashes,
    pg_catalog.pg_get_userbyid(o.oprowner)::text as owner
from pg_catalog.pg_operator as o
join pg_catalog.pg_namespace as n on n.oid = o.oprnamespace
where
    o.oprcode <> 0
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass and e.objid = o.oid and e.deptype = 'e'
    )
order by n.nspname, o.oprname, "left", "right"
