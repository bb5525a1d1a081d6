-- One row: a domain; its check constraints as [name, definition, validated].
-- Parameters: schemas, text[], the managed schemas.
-- The not-null constraint of a domain has a name, and so a comment, since PostgreSQL 17: for a server before that both
-- are unseen. The name that the server gives is that of the domain, cut to what leaves room for the ending.
select
    t.oid,
    n.nspname as schema,
    t.typname as domain,
    pg_catalog.format_type(t.typbasetype, t.typtypmod) as type,
    case
        when t.typcollation <> b.typcollation
            then c.collnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(c.collname)
    end as collation,
    coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) as "default",
    t.typnotnull as not_null,
    case
        when not (
            pg_catalog.right(k.conname, 9) = '_not_null'
            and pg_catalog.starts_with(t.typname, pg_catalog.left(k.conname, -9))
            and (
                pg_catalog.left(k.conname, -9) = t.typname
                or pg_catalog.octet_length(
                    pg_catalog.left(t.typname, pg_catalog.length(pg_catalog.left(k.conname, -9)) + 1)
                ) > 54
            )
        ) then k.conname
    end as not_null_name,
    kc.description as not_null_comment,
    coalesce((
        select pg_catalog.json_agg(
            pg_catalog.json_build_array(
                x.conname,
                pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(x.oid), ' NOT VALID$', ''),
                x.convalidated
            )
            order by x.conname
        )
        from pg_catalog.pg_constraint as x
        where x.contypid = t.oid and x.contype = 'c'
    ), '[]') as constraints,
    array(
        select array[x.conname::text, d.description]
        from pg_catalog.pg_constraint as x
        join pg_catalog.pg_description as d
            on d.objoid = x.oid and d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and d.objsubid = 0
        where x.contypid = t.oid and x.contype = 'c'
        order by x.conname
    ) as constraint_comments,
    case
        when pg_catalog.current_setting('server_version_num')::int < 170000
            then array['not_null_name', 'not_null_comment']
        else array[]::text[]
    end as unseen,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner
from pg_catalog.pg_type as t
join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
join pg_catalog.pg_type as b on b.oid = t.typbasetype
left join pg_catalog.pg_collation as c on c.oid = t.typcollation
left join pg_catalog.pg_constraint as k on k.contypid = t.oid and k.contype = 'n'
left join pg_catalog.pg_description as kc
    on kc.objoid = k.oid and kc.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and kc.objsubid = 0
where
    t.typtype = 'd'
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and e.objid = t.oid and e.deptype = 'e'
    )
order by n.nspname, t.typname
