-- One row: an operator family and its loose members: operators as [place, operator, family it orders by], functions as
-- [place, function], the place made of number and types.
-- Parameters: schemas, text[], the managed schemas.
-- Odd joins: a member that hangs on the family by pg_depend is loose, one that hangs on a class is that class's. An ordering
-- operator hangs on the family that it sorts by, too, which does not make it a member of that.
select
    f.oid,
    n.nspname as schema,
    f.opfname as family,
    m.amname as method,
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
            d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass
            and d.refobjid = f.oid
            and d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass
            and o.amopfamily = f.oid
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
            d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass
            and d.refobjid = f.oid
            and d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass
    ), '[]') as functions,
    pg_catalog.pg_get_userbyid(f.opfowner)::text as owner
from pg_catalog.pg_opfamily as f
join pg_catalog.pg_namespace as n on n.oid = f.opfnamespace
join pg_catalog.pg_am as m on m.oid = f.opfmethod
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass and e.objid = f.oid and e.deptype = 'e'
    )
order by n.nspname, f.opfname, m.amname
