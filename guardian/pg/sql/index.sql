-- One row: an index of a table or materialized view that does not carry a constraint.
-- Parameters: schemas, text[], the managed schemas; version_schema and version_table, text, the table that is left out.
-- Odd joins: pg_inherits says which partitioned index it is attached to; foreign keys also name an index in conindid,
-- without being its owner.
select
    ic.oid,
    n.nspname as schema,
    c.relname as "table",
    c.relkind = 'm' as on_view,
    ic.relname as index,
    pg_catalog.pg_get_indexdef(i.indexrelid) as definition,
    i.indisunique as "unique",
    i.indisvalid as valid,
    i.indisready as ready,
    i.indislive as live,
    s.spcname as tablespace,
    array(
        select a.attnum || '=' || a.attstattarget
        from pg_catalog.pg_attribute as a
        where a.attrelid = ic.oid and a.attstattarget >= 0
        order by a.attnum
    ) as statistics,
    (
        select array[pn.nspname::text, pc.relname::text]
        from pg_catalog.pg_inherits as h
        join pg_catalog.pg_class as pc on pc.oid = h.inhparent
        join pg_catalog.pg_namespace as pn on pn.oid = pc.relnamespace
        where h.inhrelid = ic.oid
    ) as parent_index
from pg_catalog.pg_index as i
join pg_catalog.pg_class as ic on ic.oid = i.indexrelid
join pg_catalog.pg_class as c on c.oid = i.indrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_tablespace as s on s.oid = ic.reltablespace
where
    c.relkind in ('r', 'p', 'm')
    and c.relpersistence <> 't'
    and n.nspname = any(%(schemas)s)
    and (n.nspname, c.relname) <> (%(version_schema)s::name, %(version_table)s::name)
    and not exists (
        select from pg_catalog.pg_constraint as k
        where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
    )
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid in (c.oid, ic.oid) and e.deptype = 'e'
    )
order by n.nspname, ic.relname
