-- One row: a sequence that is not the means of an identity column.
-- Parameters: schemas, text[], the managed schemas.
-- Odd joins: pg_depend with deptype 'a' is what OWNED BY leaves behind, with 'i' the identity column's own.
select
    c.oid,
    n.nspname as schema,
    c.relname as sequence,
    pg_catalog.format_type(s.seqtypid, null) as type,
    s.seqstart as start,
    s.seqmin as minimum,
    s.seqmax as maximum,
    s.seqincrement as increment,
    s.seqcache as cache,
    s.seqcycle as cycle,
    case c.relpersistence when 'u' then 'unlogged' else 'permanent' end as persistence,
    case when o.refobjid is not null then array[tn.nspname::text, tc.relname::text, ta.attname::text] end as owned_by,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_sequence as s on s.seqrelid = c.oid
left join pg_catalog.pg_depend as o
    on
        o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and o.objid = c.oid
        and o.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and o.refobjsubid > 0
        and o.deptype in ('a', 'i')
left join pg_catalog.pg_class as tc on tc.oid = o.refobjid
left join pg_catalog.pg_namespace as tn on tn.oid = tc.relnamespace
left join pg_catalog.pg_attribute as ta on ta.attrelid = o.refobjid and ta.attnum = o.refobjsubid
where
    c.relkind = 'S'
    and c.relpersistence <> 't'
    and n.nspname = any(%(schemas)s)
    and o.deptype is distinct from 'i'
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'
    )
order by n.nspname, c.relname
