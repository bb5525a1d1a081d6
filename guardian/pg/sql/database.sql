-- One row: the database.
-- Parameters: none.
-- Odd joins: the columns for locales changed their names and number with PostgreSQL 15, 16 and 17, so they are looked
-- for in the row as a whole. The built-in provider sorts as libc does where it has the same name, C or C.UTF-8. What
-- the server's own objects had from the start is in pg_init_privs, or what acldefault()
-- says; a list that was ever changed is never null again. What an owner may do with his own is passed over, and so is
-- information_schema, whose first grants the server keeps no record of.
with listed as (
    select 'pg_catalog.pg_class'::pg_catalog.regclass as classid, c.oid, 0 as number, c.relowner as owner,
        c.relacl as acl, case c.relkind when 'S' then 's' else 'r' end as kind
    from pg_catalog.pg_class as c
    where c.oid < 16384 and c.relkind in ('r', 'v', 'm', 'S') and c.relacl is not null
        and c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace
    union all
    select 'pg_catalog.pg_class'::pg_catalog.regclass, a.attrelid, a.attnum, c.relowner, a.attacl, 'c'
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid
    where a.attrelid < 16384 and a.attacl is not null and c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace
    union all
    select 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0, p.proowner, p.proacl, 'f'
    from pg_catalog.pg_proc as p
    where p.oid < 16384 and p.proacl is not null and p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
    union all
    select 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0, t.typowner, t.typacl, 'T'
    from pg_catalog.pg_type as t
    where t.oid < 16384 and t.typacl is not null and t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace
    union all
    select 'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid, 0, n.nspowner, n.nspacl, 'n'
    from pg_catalog.pg_namespace as n
    where n.oid < 16384 and n.nspname = 'pg_catalog' and n.nspacl is not null
    union all
    select 'pg_catalog.pg_language'::pg_catalog.regclass, l.oid, 0, l.lanowner, l.lanacl, 'l'
    from pg_catalog.pg_language as l
    where l.oid < 16384 and l.lanacl is not null
),

changed as (
    select l.classid, l.oid, l.number, l.owner, l.acl,
        coalesce(i.initprivs, pg_catalog.acldefault(l.kind::"char", l.owner)) as initial
    from listed as l
    left join pg_catalog.pg_init_privs as i on i.classoid = l.classid and i.objoid = l.oid and i.objsubid = l.number
    where l.acl is distinct from i.initprivs
),

item as (
    select c.classid, c.oid, c.number, x.grantee, x.privilege_type, x.is_grantable, true as held
    from changed as c
    cross join lateral pg_catalog.aclexplode(c.acl) as x
    where x.grantee <> c.owner
    union all
    select c.classid, c.oid, c.number, x.grantee, x.privilege_type, x.is_grantable, false
    from changed as c
    cross join lateral pg_catalog.aclexplode(c.initial) as x
    where x.grantee <> c.owner
),

difference as (
    select i.classid, i.oid, i.number, i.grantee, i.privilege_type, i.is_grantable, pg_catalog.bool_or(i.held) as held
    from item as i
    group by i.classid, i.oid, i.number, i.grantee, i.privilege_type, i.is_grantable
    having pg_catalog.count(*) = 1
),

told as (
    select o.type || ' ' || o.identity as object,
        pg_catalog.string_agg(
            case when not d.held then 'revoked ' when d.is_grantable then 'grantable ' else 'granted ' end
            || case when d.grantee = 0 then 'public' else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(d.grantee))
            end || ' ' || d.privilege_type,
            ', ' order by pg_catalog.pg_get_userbyid(d.grantee) collate "C", d.privilege_type collate "C", d.held
        ) as changes
    from difference as d
    cross join lateral pg_catalog.pg_identify_object(d.classid, d.oid, d.number) as o
    group by o.type, o.identity
),

setting as (
    select s.setrole, pg_catalog.split_part(u.setting, '=', 1) as name,
        pg_catalog."substring"(u.setting, '=(.*)') as value
    from pg_catalog.pg_db_role_setting as s
    join pg_catalog.pg_database as d on d.oid = s.setdatabase
    cross join lateral pg_catalog.unnest(s.setconfig) as u (setting)
    where d.datname = pg_catalog.current_database()
)

select
    d.oid,
    pg_catalog.pg_encoding_to_char(d.encoding)::text as encoding,
    l.provider as locale_provider,
    d.datcollate::text as collate,
    d.datctype::text as ctype,
    case when l.provider <> 'libc' then l.locale end as locale,
    pg_catalog.to_jsonb(d) ->> 'daticurules' as icu_rules,
    nullif(d.datconnlimit, -1) as connection_limit,
    d.datistemplate as template,
    nullif(t.spcname, 'pg_default')::text as tablespace,
    array(
        select array[s.name, s.value]
        from setting as s
        where s.setrole = 0
        order by s.name collate "C"
    ) as settings,
    array(
        select array[pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(s.setrole)) || '.' || s.name, s.value]
        from setting as s
        where s.setrole <> 0
        order by pg_catalog.pg_get_userbyid(s.setrole) collate "C", s.name collate "C"
    ) as role_settings,
    array(
        select distinct pg_catalog.pg_get_userbyid(s.setrole)::text collate "C" as role
        from setting as s
        where s.setrole <> 0
        order by role
    ) as setting_roles,
    array(select array[o.object, o.changes] from told as o order by o.object collate "C") as system_privileges,
    pg_catalog.pg_get_userbyid(d.datdba)::text as owner
from pg_catalog.pg_database as d
cross join lateral (
    select
        case
            when r.row ->> 'datlocprovider' = 'i' then 'icu'
            when r.row ->> 'datlocprovider' = 'b' and r.row ->> 'datlocale' <> d.datcollate then 'builtin'
            else 'libc'
        end as provider,
        coalesce(r.row ->> 'datlocale', r.row ->> 'daticulocale') as locale
    from (select pg_catalog.to_jsonb(d) as row) as r
) as l
left join pg_catalog.pg_tablespace as t on t.oid = d.dattablespace
where d.datname = pg_catalog.current_database()
order by d.datname
