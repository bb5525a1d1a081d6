-- One row: a column of a table, partitioned or foreign ones too.
-- The oid is the table's, `number` the column's number in it.
-- Parameters: schemas, text[], the managed schemas; version_schema and version_table, text, the table that is left out.
-- Odd joins: the sequence of an identity column hangs on the column by pg_depend with deptype 'i'. A comment on a
-- not-null constraint (rows since PostgreSQL 18) is told here of those that constraint.sql leaves out.
with remark as (
    select k.conrelid, a.attnum, d.description
    from pg_catalog.pg_description as d
    join pg_catalog.pg_constraint as k
        on k.oid = d.objoid and d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and k.contype = 'n'
    join pg_catalog.pg_class as c on c.oid = k.conrelid
    join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where
        k.convalidated
        and not k.connoinherit
        and (
            not k.conislocal
            or k.conname = c.relname || '_' || a.attname || '_not_null'
            or pg_catalog.octet_length(c.relname || '_' || a.attname || '_not_null') >= 64
        )
)

select
    a.attrelid as oid,
    a.attnum as number,
    n.nspname as schema,
    c.relname as "table",
    false as on_view,
    a.attname as "column",
    pg_catalog.row_number() over (partition by a.attrelid order by a.attnum) as position,
    pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
    case
        when a.attcollation <> t.typcollation
            then pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
    end as collation,
    a.attnotnull as not_null,
    case when a.attgenerated = '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as default,
    case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end as generated,
    case when a.attgenerated <> '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as expression,
    case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity_kind,
    s.seqstart as identity_start,
    case when s.seqrelid is null then array[]::text[] else array[
        'INCREMENT BY ' || s.seqincrement,
        'MINVALUE ' || s.seqmin,
        'MAXVALUE ' || s.seqmax,
        'CACHE ' || s.seqcache,
        case when s.seqcycle then 'CYCLE' else 'NO CYCLE' end
    ] end as identity_options,
    case
        when a.attstorage <> t.typstorage
            then case a.attstorage
                when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended'
            end
    end as storage,
    case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end
        as type_storage,
    case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end as compression,
    nullif(a.attstattarget, -1) as statistics,
    case
        when a.attoptions is null then array[]::text[]
        else array(select o.option from pg_catalog.unnest(a.attoptions) as o (option) order by o.option collate "C")
    end as options,
    a.attinhcount > 0 and not a.attislocal as inherited,
    a.attinhcount > 0 and a.attislocal as redeclared,
    s.seqrelid as sequence_oid,
    case
        when sc.relnamespace <> c.relnamespace or sc.relname <> c.relname || '_' || a.attname || '_seq'
            and pg_catalog.octet_length(c.relname || '_' || a.attname || '_seq') < 64
            then pg_catalog.quote_ident(sn.nspname) || '.' || pg_catalog.quote_ident(sc.relname)
    end as identity_sequence,
    case when sc.relpersistence <> c.relpersistence then case sc.relpersistence when 'u' then 'unlogged' else 'logged' end
    end as sequence_persistence,
    case when s.seqtypid <> a.atttypid then pg_catalog.format_type(s.seqtypid, null) end as sequence_type,
    m.description as not_null_comment,
    case
        when a.attfdwoptions is null then array[]::text[]
        else array(
            select array[o.option_name, coalesce(o.option_value, '')]
            from pg_catalog.pg_options_to_table(a.attfdwoptions) as o
            order by o.option_name collate "C"
        )
    end as foreign_options
from pg_catalog.pg_attribute as a
join pg_catalog.pg_class as c on c.oid = a.attrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_type as t on t.oid = a.atttypid
left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_catalog.pg_collation as co on co.oid = a.attcollation and a.attcollation <> t.typcollation
left join pg_catalog.pg_namespace as cn on cn.oid = co.collnamespace
left join remark as m on m.conrelid = a.attrelid and m.attnum = a.attnum
left join pg_catalog.pg_depend as i
    on
        a.attidentity <> ''
        and i.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and i.refobjid = a.attrelid
        and i.refobjsubid = a.attnum
        and i.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and i.deptype = 'i'
left join pg_catalog.pg_sequence as s on s.seqrelid = i.objid
left join pg_catalog.pg_class as sc on sc.oid = s.seqrelid
left join pg_catalog.pg_namespace as sn on sn.oid = sc.relnamespace
where
    c.relkind in ('r', 'p', 'f')
    and c.relpersistence <> 't'
    and a.attnum > 0
    and not a.attisdropped
    and n.nspname = any(%(schemas)s)
    and (n.nspname, c.relname) <> (%(version_schema)s::name, %(version_table)s::name)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid and e.objsubid = 0
            and e.deptype = 'e'
    )
order by n.nspname, c.relname, a.attnum
