-- One row: a view or materialized view.
-- Parameters: schemas, text[], the managed schemas.
select
    c.oid,
    n.nspname as schema,
    c.relname as view,
    c.relkind = 'm' as materialized,
    pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';') as definition,
    array(select o.option from pg_catalog.unnest(c.reloptions) as o (option) order by o.option collate "C") as options,
    array(
        select pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
        from pg_catalog.pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        order by a.attnum
    ) as columns,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    c.relkind in ('v', 'm')
    and c.relpersistence <> 't'
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'
    )
order by n.nspname, c.relname
