-- One row: a view or materialized view.
-- Parameters: schemas, text[], the managed schemas.
-- Odd joins: what was set on columns of a view, and granted on them, is read once for all views, since few have any.
with managed as (
    select c.oid, c.relowner, c.relkind
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm') and n.nspname = any(%(schemas)s)
),

part as (
    select
        m.oid,
        pg_catalog.array_agg(
            pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod) order by a.attnum
        ) as columns
    from managed as m
    join pg_catalog.pg_attribute as a on a.attrelid = m.oid and a.attnum > 0 and not a.attisdropped
    group by m.oid
),

setting as (
    select m.oid, a.attname || ' default' as name, pg_catalog.pg_get_expr(d.adbin, d.adrelid) as value
    from managed as m
    join pg_catalog.pg_attrdef as d on d.adrelid = m.oid
    join pg_catalog.pg_attribute as a on a.attrelid = d.adrelid and a.attnum = d.adnum
    union all
    select m.oid, a.attname || ' comment', b.description
    from managed as m
    join pg_catalog.pg_description as b
        on b.objoid = m.oid and b.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and b.objsubid > 0
    join pg_catalog.pg_attribute as a on a.attrelid = m.oid and a.attnum = b.objsubid
    union all
    select m.oid, a.attname || ' label of ' || b.provider, b.label
    from managed as m
    join pg_catalog.pg_seclabel as b
        on b.objoid = m.oid and b.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and b.objsubid > 0
    join pg_catalog.pg_attribute as a on a.attrelid = m.oid and a.attnum = b.objsubid
    union all
    select m.oid, a.attname || ' options', pg_catalog.array_to_string(a.attoptions, ', ')
    from managed as m
    join pg_catalog.pg_attribute as a on a.attrelid = m.oid and a.attoptions is not null
    union all
    select m.oid, a.attname || ' statistics', a.attstattarget::text
    from managed as m
    join pg_catalog.pg_attribute as a on a.attrelid = m.oid and a.attnum > 0 and a.attstattarget >= 0
    where m.relkind = 'm'
    union all
    select m.oid, a.attname || ' storage', a.attstorage::text
    from managed as m
    join pg_catalog.pg_attribute as a on a.attrelid = m.oid and a.attnum > 0
    join pg_catalog.pg_type as t on t.oid = a.atttypid and t.typstorage <> a.attstorage
    where m.relkind = 'm'
    union all
    select m.oid, a.attname || ' compression', a.attcompression::text
    from managed as m
    join pg_catalog.pg_attribute as a on a.attrelid = m.oid and a.attnum > 0 and a.attcompression <> ''
    where m.relkind = 'm'
),

settings as (
    select s.oid, pg_catalog.array_agg(array[s.name, s.value] order by s.name collate "C", s.value collate "C") as items
    from setting as s
    group by s.oid
),

granted as (
    select
        m.oid,
        a.attname || ' ' || case when x.grantee = 0 then 'public' else pg_catalog.pg_get_userbyid(x.grantee) end
        || ' ' || x.privilege_type as name,
        case when x.is_grantable then 'grantable' else 'granted' end as value
    from managed as m
    join pg_catalog.pg_attribute as a on a.attrelid = m.oid and a.attacl is not null
    cross join lateral pg_catalog.aclexplode(a.attacl) as x
),

grants as (
    select g.oid, pg_catalog.array_agg(array[g.name, g.value] order by g.name collate "C", g.value collate "C") as items
    from granted as g
    group by g.oid
)

select
    c.oid,
    n.nspname as schema,
    c.relname as view,
    c.relkind = 'm' as materialized,
    pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';') as definition,
    array(
        select o.option
        from (
            select u.option from pg_catalog.unnest(c.reloptions) as u (option)
            union all
            select 'toast.' || u.option from pg_catalog.unnest(t.reloptions) as u (option)
        ) as o
        order by o.option collate "C"
    ) as options,
    coalesce(p.columns, array[]::text[]) as columns,
    coalesce(s.items, array[]::text[]) as column_settings,
    coalesce(g.items, array[]::text[]) as column_privileges,
    case when am.amname <> 'heap' then am.amname end as access_method,
    ts.spcname as tablespace,
    case c.relpersistence when 'u' then 'unlogged' else 'permanent' end as persistence,
    (
        select ic.relname
        from pg_catalog.pg_index as ix
        join pg_catalog.pg_class as ic on ic.oid = ix.indexrelid
        where ix.indrelid = c.oid and ix.indisclustered
        order by ic.relname
        limit 1
    ) as cluster_index,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join part as p on p.oid = c.oid
left join settings as s on s.oid = c.oid
left join grants as g on g.oid = c.oid
left join pg_catalog.pg_class as t on t.oid = c.reltoastrelid
left join pg_catalog.pg_am as am on am.oid = c.relam
left join pg_catalog.pg_tablespace as ts on ts.oid = c.reltablespace
where
    c.relkind in ('v', 'm')
    and c.relpersistence <> 't'
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'
    )
order by n.nspname, c.relname
