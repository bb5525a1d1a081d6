-- One row: a table, partitioned table or foreign table.
-- Parameters: schemas, text[], the managed schemas; version_schema and version_table, text, the table that is left out.
-- Odd joins: pg_inherits holds parents and the partitioned table alike; the storage parameters of the TOAST table stand
-- in its own pg_class row.
select
    c.oid,
    n.nspname as schema,
    c.relname as "table",
    c.relkind = 'p' as partitioned,
    case c.relpersistence when 'u' then 'unlogged' else 'permanent' end as persistence,
    case when m.amname <> 'heap' then m.amname end as access_method,
    s.spcname as tablespace,
    c.relrowsecurity as row_security,
    c.relforcerowsecurity as force_row_security,
    case when c.relkind = 'p' then pg_catalog.pg_get_partkeydef(c.oid) end as partition_key,
    case when c.relispartition then pg_catalog.pg_get_expr(c.relpartbound, c.oid) end as partition_bound,
    array(
        select array[pn.nspname::text, pc.relname::text]
        from pg_catalog.pg_inherits as i
        join pg_catalog.pg_class as pc on pc.oid = i.inhparent
        join pg_catalog.pg_namespace as pn on pn.oid = pc.relnamespace
        where i.inhrelid = c.oid
        order by i.inhseqno
    ) as parents,
    case when c.reloftype <> 0 then pg_catalog.format_type(c.reloftype, null) end as of_type,
    case c.relreplident when 'd' then 'default' when 'f' then 'full' when 'n' then 'nothing' else 'index' end
        as replica_identity,
    (
        select ic.relname
        from pg_catalog.pg_index as ix
        join pg_catalog.pg_class as ic on ic.oid = ix.indexrelid
        where ix.indrelid = c.oid and ix.indisreplident and c.relreplident = 'i'
        order by ic.relname
        limit 1
    ) as replica_index,
    (
        select ic.relname
        from pg_catalog.pg_index as ix
        join pg_catalog.pg_class as ic on ic.oid = ix.indexrelid
        where ix.indrelid = c.oid and ix.indisclustered
        order by ic.relname
        limit 1
    ) as cluster_index,
    array(
        select o.option
        from (
            select u.option from pg_catalog.unnest(c.reloptions) as u (option)
            union all
            select 'toast.' || u.option from pg_catalog.unnest(t.reloptions) as u (option)
        ) as o
        order by o.option collate "C"
    ) as options,
    exists (
        select from pg_catalog.pg_inherits as i where i.inhrelid = c.oid and i.inhdetachpending
    ) as detach_pending,
    fs.srvname as server,
    array(
        select array[o.option_name, coalesce(o.option_value, '')]
        from pg_catalog.pg_options_to_table(ft.ftoptions) as o
        order by o.option_name collate "C"
    ) as foreign_options,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_am as m on m.oid = c.relam
left join pg_catalog.pg_tablespace as s on s.oid = c.reltablespace
left join pg_catalog.pg_class as t on t.oid = c.reltoastrelid
left join pg_catalog.pg_foreign_table as ft on ft.ftrelid = c.oid
left join pg_catalog.pg_foreign_server as fs on fs.oid = ft.ftserver
where
    c.relkind in ('r', 'p', 'f')
    and c.relpersistence <> 't'
    and n.nspname = any(%(schemas)s)
    and (n.nspname, c.relname) <> (%(version_schema)s::name, %(version_table)s::name)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'
    )
order by n.nspname, c.relname
