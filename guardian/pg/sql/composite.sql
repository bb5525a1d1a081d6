-- One row: a composite type, its columns as [name, type, collation]. The oid is the type's; what is said of its columns,
-- and what depends on them, goes by `relation_oid`, the row of pg_class behind it.
-- Parameters: schemas, text[], the managed schemas.
select
    t.oid,
    t.typrelid as relation_oid,
    n.nspname as schema,
    t.typname as composite,
    array(
        select array[
            a.attname::text,
            pg_catalog.format_type(a.atttypid, a.atttypmod),
            case
                when a.attcollation <> at.typcollation
                    then co.collnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(co.collname)
            end
        ]
        from pg_catalog.pg_attribute as a
        join pg_catalog.pg_type as at on at.oid = a.atttypid
        left join pg_catalog.pg_collation as co on co.oid = a.attcollation
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        order by a.attnum
    ) as columns,
    array(
        select array[a.attname::text, d.description]
        from pg_catalog.pg_description as d
        join pg_catalog.pg_attribute as a on a.attrelid = d.objoid and a.attnum = d.objsubid
        where
            d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = c.oid and d.objsubid > 0
            and not a.attisdropped
        order by a.attname
    ) as column_comments,
    array(
        select array[a.attname::text || ' ' || s.provider, s.label]
        from pg_catalog.pg_seclabel as s
        join pg_catalog.pg_attribute as a on a.attrelid = s.objoid and a.attnum = s.objsubid
        where
            s.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and s.objoid = c.oid and s.objsubid > 0
            and not a.attisdropped
        order by a.attname, s.provider collate "C"
    ) as column_labels,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner
from pg_catalog.pg_type as t
join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
join pg_catalog.pg_class as c on c.oid = t.typrelid
where
    t.typtype = 'c'
    and c.relkind = 'c'
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and e.objid = t.oid and e.deptype = 'e'
    )
order by n.nspname, t.typname
