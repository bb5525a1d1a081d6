-- One row: an operator class and its members: operators as [place, operator, family it orders by], functions as [place,
-- function], the place made of number and types.
-- Parameters: schemas, text[], the managed schemas.
-- Odd joins: the members of a class are those members of its family that hang on the class by pg_depend.
select
    c.oid,
    n.nspname as schema,
    c.opcname as operator_class,
    m.amname as method,
    pg_catalog.format_type(c.opcintype, null) as type,
    c.opcdefault as "default",
    f.opfnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(f.opfname) as family,
    case when c.opckeytype <> 0 then pg_catalog.format_type(c.opckeytype, null) end as storage,
    coalesce((
        select pg_catalog.json_agg(
            pg_catalog.json_build_array(
                pg_catalog.format(
                    '%%s (%%s, %%s)', o.amopstrategy,
                    pg_catalog.format_type(o.amoplefttype, null), pg_catalog.format_type(o.amoprighttype, null)
                ),
                o.amopopr::pg_catalog.regoperator::text,
                s.opfnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(s.opfname)
            )
            order by
                o.amopstrategy,
                pg_catalog.format_type(o.amoplefttype, null) collate "C",
                pg_catalog.format_type(o.amoprighttype, null) collate "C"
        )
        from pg_catalog.pg_depend as d
        join pg_catalog.pg_amop as o on o.oid = d.objid
        left join pg_catalog.pg_opfamily as s on s.oid = o.amopsortfamily
        where
            d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
            and d.refobjid = c.oid
            and d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass
            and o.amopfamily = c.opcfamily
    ), '[]') as operators,
    coalesce((
        select pg_catalog.json_agg(
            pg_catalog.json_build_array(
                pg_catalog.format(
                    '%%s (%%s, %%s)', p.amprocnum,
                    pg_catalog.format_type(p.amproclefttype, null), pg_catalog.format_type(p.amprocrighttype, null)
                ),
                p.amproc::oid::pg_catalog.regprocedure::text
            )
            order by
                p.amprocnum,
                pg_catalog.format_type(p.amproclefttype, null) collate "C",
                pg_catalog.format_type(p.amprocrighttype, null) collate "C"
        )
        from pg_catalog.pg_depend as d
        join pg_catalog.pg_amproc as p on p.oid = d.objid
        where
            d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
            and d.refobjid = c.oid
            and d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass
    ), '[]') as functions,
    pg_catalog.pg_get_userbyid(c.opcowner)::text as owner
from pg_catalog.pg_opclass as c
join pg_catalog.pg_namespace as n on n.oid = c.opcnamespace
join pg_catalog.pg_am as m on m.oid = c.opcmethod
join pg_catalog.pg_opfamily as f on f.oid = c.opcfamily
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_opclass'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'
    )
order by n.nspname, c.opcname, m.amname
