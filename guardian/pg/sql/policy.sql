-- One row: a row security policy.
-- Parameters: schemas, text[], the managed schemas; version_schema and version_table, text, the table that is left out.
-- Odd joins: role 0 in polroles is everybody, and has no row in pg_roles.
select
    p.oid,
    n.nspname as schema,
    c.relname as "table",
    false as on_view,
    p.polname as policy,
    case p.polcmd
        when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all'
    end as command,
    p.polpermissive as permissive,
    array(
        select coalesce(r.rolname::text, 'public') as role
        from pg_catalog.unnest(p.polroles) as u (role)
        left join pg_catalog.pg_roles as r on r.oid = u.role
        order by coalesce(r.rolname::text, 'public') collate "C"
    ) as roles,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) as using,
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as "check"
from pg_catalog.pg_policy as p
join pg_catalog.pg_class as c on c.oid = p.polrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    c.relkind in ('r', 'p')
    and n.nspname = any(%(schemas)s)
    and (n.nspname, c.relname) <> (%(version_schema)s::name, %(version_table)s::name)
    and not exists (
        select from pg_catalog.pg_depend as e
        where
            e.deptype = 'e'
            and (
                (e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid)
                or (e.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and e.objid = p.oid)
            )
    )
order by n.nspname, c.relname, p.polname
