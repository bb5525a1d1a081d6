-- One row: a cast that no server comes with.
-- Parameters: schemas, text[], the managed schemas.
-- A cast has no schema: it counts when a type or the function is in a managed one, and when all of them are the
-- system's, since then it is nobody else's. Left out: the cast that the server makes with a range type (deptype 'i').
select
    c.oid,
    pg_catalog.format_type(c.castsource, null) as source,
    pg_catalog.format_type(c.casttarget, null) as target,
    case c.castmethod when 'f' then 'function' when 'i' then 'inout' else 'binary' end as method,
    nullif(c.castfunc::pg_catalog.regprocedure::text, '-') as function,
    case c.castcontext when 'e' then 'explicit' when 'a' then 'assignment' else 'implicit' end as context
from pg_catalog.pg_cast as c
join pg_catalog.pg_type as s on s.oid = c.castsource
join pg_catalog.pg_type as t on t.oid = c.casttarget
left join pg_catalog.pg_proc as p on p.oid = c.castfunc
cross join lateral (
    select
        pg_catalog.bool_or(n.nspname = any(%(schemas)s)) as managed,
        pg_catalog.bool_and(n.nspname in ('pg_catalog', 'information_schema')) as system
    from pg_catalog.pg_namespace as n
    where n.oid in (s.typnamespace, t.typnamespace, p.pronamespace)
) as home
where
    c.oid >= 16384
    and (home.managed or home.system)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass and e.objid = c.oid and e.deptype in ('e', 'i')
    )
order by pg_catalog.format_type(c.castsource, null) collate "C", pg_catalog.format_type(c.casttarget, null) collate "C"
