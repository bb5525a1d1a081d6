-- One row: an extension in a managed schema.
-- Parameters: schemas, text[], the managed schemas.
-- Odd joins: pg_depend with deptype 'e' holds the members. What a member's access control list was when the extension
-- was installed is in pg_init_privs; without a row there, and for a null list, acldefault() says it. A trusted
-- extension's members belong to the bootstrap superuser (oid 10). Types that come with another member, as array types
-- do, were members of their own until PostgreSQL 16 and are passed over. What hangs on a member and is none itself was
-- added by hand.
with installed as (
    select e.oid, e.extname, e.extowner, e.extversion, e.extconfig, e.extcondition, n.nspname
    from pg_catalog.pg_extension as e
    join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
    where n.nspname = any(%(schemas)s)
),

member as (
    select d.refobjid as extension, d.classid, d.objid, i.extowner, o.type || ' ' || o.identity as name
    from installed as i
    join pg_catalog.pg_depend as d
        on
            d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
            and d.refobjid = i.oid
            and d.deptype = 'e'
    left join pg_catalog.pg_type as t on d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = d.objid
    left join pg_catalog.pg_class as r on r.oid = t.typrelid
    cross join lateral pg_catalog.pg_identify_object(d.classid, d.objid, 0) as o
    where
        t.oid is null
        or (t.typtype <> 'm' and t.typcategory <> 'A' and (r.oid is null or r.relkind = 'c'))
),

owned as (
    select 'pg_catalog.pg_class'::pg_catalog.regclass as classid, c.oid, 0 as number, c.relowner as owner,
        c.relacl as acl, case when c.relkind = 'S' then 's' when c.relkind in ('r', 'p', 'v', 'm', 'f') then 'r' end
        as kind
    from member as m
    join pg_catalog.pg_class as c
        on m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = m.objid
    union all
    select 'pg_catalog.pg_class'::pg_catalog.regclass, a.attrelid, a.attnum, null, a.attacl, 'c'
    from member as m
    join pg_catalog.pg_attribute as a
        on m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and a.attrelid = m.objid
    where a.attacl is not null and not a.attisdropped
    union all
    select m.classid, p.oid, 0, p.proowner, p.proacl, 'f'
    from member as m
    join pg_catalog.pg_proc as p on m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and p.oid = m.objid
    union all
    select m.classid, t.oid, 0, t.typowner, t.typacl, 'T'
    from member as m
    join pg_catalog.pg_type as t on m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = m.objid
    union all
    select m.classid, n.oid, 0, n.nspowner, n.nspacl, 'n'
    from member as m
    join pg_catalog.pg_namespace as n
        on m.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and n.oid = m.objid
    union all
    select m.classid, l.oid, 0, l.lanowner, l.lanacl, 'l'
    from member as m
    join pg_catalog.pg_language as l
        on m.classid = 'pg_catalog.pg_language'::pg_catalog.regclass and l.oid = m.objid
    union all
    select m.classid, f.oid, 0, f.fdwowner, f.fdwacl, 'F'
    from member as m
    join pg_catalog.pg_foreign_data_wrapper as f
        on m.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass and f.oid = m.objid
    union all
    select m.classid, s.oid, 0, s.srvowner, s.srvacl, 'S'
    from member as m
    join pg_catalog.pg_foreign_server as s
        on m.classid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass and s.oid = m.objid
    union all
    select m.classid, o.oid, 0, o.oprowner, null, null
    from member as m
    join pg_catalog.pg_operator as o
        on m.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass and o.oid = m.objid
),

acl_item as (
    select o.classid, o.oid, o.number, o.owner, h.held, x.grantee, x.privilege_type, x.is_grantable
    from owned as o
    left join pg_catalog.pg_init_privs as i
        on i.classoid = o.classid and i.objoid = o.oid and i.objsubid = o.number
    cross join (values (true), (false)) as h (held)
    cross join lateral pg_catalog.aclexplode(
        coalesce(case when h.held then o.acl else i.initprivs end, pg_catalog.acldefault(o.kind::"char", o.owner))
    ) as x
    where (o.acl is not null or i.initprivs is not null) and o.acl is distinct from i.initprivs
),

done as (
    select a.classid, a.oid,
        case when not pg_catalog.bool_or(a.held) then 'revoked ' when a.is_grantable then 'grantable ' else 'granted '
        end
        || case when a.grantee = 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) end
        || ' ' || a.privilege_type
        || coalesce(' of column ' || pg_catalog.quote_ident(t.attname), '') as what
    from acl_item as a
    left join pg_catalog.pg_attribute as t on a.number > 0 and t.attrelid = a.oid and t.attnum = a.number
    where a.owner is null or a.grantee <> a.owner
    group by a.classid, a.oid, t.attname, a.grantee, a.privilege_type, a.is_grantable
    having pg_catalog.count(*) = 1
    union all
    select o.classid, o.oid, 'owner ' || pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(o.owner))
    from owned as o
    join member as m on m.classid = o.classid and m.objid = o.oid
    where o.owner not in (10, m.extowner)
    union all
    select s.classoid, s.objoid, 'label of ' || pg_catalog.quote_ident(s.provider)
    from pg_catalog.pg_seclabel as s
    union all
    select h.classid, h.relation, h.what
    from (
        select 'pg_catalog.pg_class'::pg_catalog.regclass as classid, p.polrelid as relation,
            'policy ' || pg_catalog.quote_ident(p.polname) as what,
            'pg_catalog.pg_policy'::pg_catalog.regclass as own, p.oid
        from pg_catalog.pg_policy as p
        union all
        select 'pg_catalog.pg_class'::pg_catalog.regclass, t.tgrelid, 'trigger ' || pg_catalog.quote_ident(t.tgname),
            'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid
        from pg_catalog.pg_trigger as t
        where not t.tgisinternal
    ) as h
    where not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = h.own and e.objid = h.oid and e.deptype in ('e', 'i')
    )
),

changed as (
    select m.extension, m.name, pg_catalog.string_agg(d.what, ', ' order by d.what collate "C") as what
    from member as m
    join done as d on d.classid = m.classid and d.oid = m.objid
    group by m.extension, m.name
),

content as (
    select m.extension,
        pg_catalog.array_agg(
            array[m.name, d.description, pg_catalog.left(
                case
                    when p.oid is not null
                        then pg_catalog.md5(pg_catalog.concat_ws(
                            ' ', p.prosrc, p.probin, p.provolatile, p.proisstrict, p.prosecdef, p.proconfig
                        ))
                    when c.oid is not null
                        then pg_catalog.md5(pg_catalog.concat_ws(
                            ' ', c.relkind, c.reloptions, c.relrowsecurity, c.relforcerowsecurity,
                            (
                                select pg_catalog.string_agg(
                                    pg_catalog.concat_ws(
                                        ' ', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
                                        pg_catalog.pg_get_expr(b.adbin, b.adrelid)
                                    ),
                                    ', ' order by a.attname collate "C"
                                )
                                from pg_catalog.pg_attribute as a
                                left join pg_catalog.pg_attrdef as b on b.adrelid = a.attrelid and b.adnum = a.attnum
                                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                            )
                        ))
                end, 12
            )] order by m.name collate "C"
        ) as contents
    from member as m
    left join pg_catalog.pg_description as d on d.classoid = m.classid and d.objoid = m.objid and d.objsubid = 0
    left join pg_catalog.pg_proc as p on m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and p.oid = m.objid
    left join pg_catalog.pg_class as c on m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = m.objid
    group by m.extension
)

select
    i.oid,
    i.extname as extension,
    i.nspname as schema,
    i.extversion as version,
    array(
        select array[c.name, c.what]
        from changed as c
        where c.extension = i.oid
        order by c.name collate "C"
    ) as members,
    coalesce(t.contents, array[]::text[]) as contents,
    array(
        select array[pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), u.condition]
        from rows from (
            pg_catalog.unnest(i.extconfig), pg_catalog.unnest(i.extcondition)
        ) as u (oid, condition)
        join pg_catalog.pg_class as c on c.oid = u.oid
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        order by n.nspname, c.relname
    ) as configuration,
    pg_catalog.pg_get_userbyid(i.extowner)::text as owner
from installed as i
left join content as t on t.extension = i.oid
order by i.extname
