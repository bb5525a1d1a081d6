-- One row: an object with which the server made others, which have a comment, grants or a label of their own.
-- Parameters: none; what is not in the snapshot is passed over by the reader.
-- Each item is [what it is, catalog, oid, number]: the type of a table's rows, the array or multirange type beside a
-- type, a column of a sequence, the rule that makes a view. Only those are looked at of which something is said.
with touched as (
    select d.classoid, d.objoid, d.objsubid
    from pg_catalog.pg_description as d
    where d.objoid >= 16384
    union
    select s.classoid, s.objoid, s.objsubid
    from pg_catalog.pg_seclabel as s
    union
    select 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0
    from pg_catalog.pg_type as t
    where t.typacl is not null and t.oid >= 16384
    union
    select 'pg_catalog.pg_class'::pg_catalog.regclass, a.attrelid, a.attnum
    from pg_catalog.pg_attribute as a
    where a.attacl is not null and a.attrelid >= 16384
),

part as (
    select 'pg_class' as catalog, c.oid, 'row type' as what, x.classoid, x.objoid, x.objsubid
    from touched as x
    join pg_catalog.pg_type as t on x.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = x.objoid
    join pg_catalog.pg_class as c on c.oid = t.typrelid and c.relkind <> 'c'
    union all
    select case when c.oid is not null then 'pg_class' else 'pg_type' end, coalesce(c.oid, e.oid), 'array type',
        x.classoid, x.objoid, x.objsubid
    from touched as x
    join pg_catalog.pg_type as t on x.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = x.objoid
    join pg_catalog.pg_type as e on e.oid = t.typelem and e.typarray = t.oid
    left join pg_catalog.pg_class as c on c.oid = e.typrelid and c.relkind <> 'c'
    union all
    select 'pg_type', r.rngtypid, 'multirange type', x.classoid, x.objoid, x.objsubid
    from touched as x
    join pg_catalog.pg_range as r
        on x.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass and r.rngmultitypid = x.objoid
    union all
    select 'pg_class', c.oid, 'column ' || a.attname, x.classoid, x.objoid, x.objsubid
    from touched as x
    join pg_catalog.pg_class as c
        on x.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = x.objoid and c.relkind = 'S'
    join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum = x.objsubid and x.objsubid > 0
    union all
    select 'pg_class', w.ev_class, 'rule ' || w.rulename, x.classoid, x.objoid, x.objsubid
    from touched as x
    join pg_catalog.pg_rewrite as w
        on x.classoid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and w.oid = x.objoid
    where w.rulename = '_RETURN'
)

select
    p.catalog,
    p.oid,
    0 as number,
    pg_catalog.array_agg(
        array[p.what, c.relname::text, p.objoid::text, p.objsubid::text] order by p.what collate "C"
    ) as parts
from part as p
join pg_catalog.pg_class as c on c.oid = p.classoid
group by p.catalog, p.oid
order by p.catalog, p.oid
