-- One row: an object depends on another. Both ends are (catalog, oid, column number or 0).
-- Parameters: none; what is not in the snapshot is passed over by the reader.
-- Odd joins: a view depends on things through its rewrite rule, a column through its default, and what uses a type means
-- the enum or table behind it: each is replaced by the object that owns it. Left out: system objects (oid below 16384),
-- what a partition has of its table (deptype P and S), which is an attribute of it, and a sequence's OWNED BY, which is
-- one too and would make a circle with the default that calls nextval().
with edge as (
    select
        d.classid,
        d.objid,
        d.objsubid,
        d.refclassid,
        d.refobjid,
        d.refobjsubid
    from pg_catalog.pg_depend as d
    left join pg_catalog.pg_class as s
        on s.oid = d.objid and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and s.relkind = 'S'
    where
        d.deptype in ('n', 'a')
        and d.refobjid >= 16384
        and s.oid is null
        and d.classid in (
            'pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_rewrite'::pg_catalog.regclass,
            'pg_catalog.pg_attrdef'::pg_catalog.regclass, 'pg_catalog.pg_constraint'::pg_catalog.regclass,
            'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass,
            'pg_catalog.pg_policy'::pg_catalog.regclass
        )
        and d.refclassid in (
            'pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
            'pg_catalog.pg_type'::pg_catalog.regclass, 'pg_catalog.pg_constraint'::pg_catalog.regclass
        )
)

select distinct
    case
        when r.oid is not null or a.oid is not null then 'pg_class' else c.relname
    end as catalog,
    coalesce(r.ev_class, a.adrelid, e.objid) as oid,
    coalesce(a.adnum, e.objsubid)::int as number,
    case when b.typrelid <> 0 or rc.relname = 'pg_class' then 'pg_class' else rc.relname end as on_catalog,
    case when b.typrelid <> 0 then b.typrelid when b.oid is not null then b.oid else e.refobjid end as on_oid,
    e.refobjsubid as on_number
from edge as e
join pg_catalog.pg_class as c on c.oid = e.classid
join pg_catalog.pg_class as rc on rc.oid = e.refclassid
left join pg_catalog.pg_rewrite as r on r.oid = e.objid and e.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
left join pg_catalog.pg_attrdef as a on a.oid = e.objid and e.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
left join pg_catalog.pg_type as t on t.oid = e.refobjid and e.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
left join pg_catalog.pg_type as b on b.oid = case when t.typcategory = 'A' and t.typelem <> 0 then t.typelem else t.oid end
order by catalog, oid, number, on_catalog, on_oid, on_number
