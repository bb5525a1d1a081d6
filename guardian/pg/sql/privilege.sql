-- One row: an object, or a column, whose access control list is not the one that its kind has by default.
-- Parameters: none; what is not in the snapshot is passed over by the reader.
-- Each item is [grantee, privilege, state, grantor]; the grantor is null where it is the owner. A null list means the
-- default, and so does one that says the same: what counts is the difference, granted or revoked. What owners may do
-- they may pass on, whether their item says so or not.
-- Odd rules: what a database is made with is no difference either, as USAGE of schema public for everybody (before
-- PostgreSQL 15 CREATE too, which the comparison knows). Default privileges in one schema add to those of all schemas,
-- so nothing is their default. Large objects are data. System objects and extension members are told with the database
-- and the extension.
with listed as (
    select 'pg_class' as catalog, c.oid, 0 as number, c.relowner as owner, c.relacl as acl,
        case c.relkind when 'S' then 's' else 'r' end as kind, false as is_public
    from pg_catalog.pg_class as c
    where c.relacl is not null and c.oid >= 16384
    union all
    select 'pg_class', a.attrelid, a.attnum, c.relowner, a.attacl, 'c', false
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid
    where a.attacl is not null and not a.attisdropped and a.attrelid >= 16384
    union all
    select 'pg_proc', p.oid, 0, p.proowner, p.proacl, 'f', false
    from pg_catalog.pg_proc as p
    where p.proacl is not null and p.oid >= 16384
    union all
    select 'pg_type', t.oid, 0, t.typowner, t.typacl, 'T', false
    from pg_catalog.pg_type as t
    where t.typacl is not null and t.oid >= 16384
    union all
    select 'pg_namespace', n.oid, 0, n.nspowner,
        coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner)), 'n', n.nspname = 'public'
    from pg_catalog.pg_namespace as n
    where (n.nspacl is not null and n.oid >= 16384) or n.nspname = 'public'
    union all
    select 'pg_language', l.oid, 0, l.lanowner, l.lanacl, 'l', false
    from pg_catalog.pg_language as l
    where l.lanacl is not null and l.oid >= 16384
    union all
    select 'pg_foreign_data_wrapper', f.oid, 0, f.fdwowner, f.fdwacl, 'F', false
    from pg_catalog.pg_foreign_data_wrapper as f
    where f.fdwacl is not null and f.oid >= 16384
    union all
    select 'pg_foreign_server', s.oid, 0, s.srvowner, s.srvacl, 'S', false
    from pg_catalog.pg_foreign_server as s
    where s.srvacl is not null and s.oid >= 16384
    union all
    select 'pg_database', d.oid, 0, d.datdba, d.datacl, 'd', false
    from pg_catalog.pg_database as d
    where d.datacl is not null and d.datname = pg_catalog.current_database()
    union all
    select 'pg_default_acl', d.oid, 0, d.defaclrole, d.defaclacl,
        case when d.defaclnamespace <> 0 then 'c' when d.defaclobjtype = 'S' then 's' else d.defaclobjtype::text end,
        false
    from pg_catalog.pg_default_acl as d
),

item as (
    select l.catalog, l.oid, l.number, l.owner, x.grantee, x.grantor, x.privilege_type,
        x.is_grantable and x.grantee <> l.owner as is_grantable, true as held
    from listed as l
    cross join lateral pg_catalog.aclexplode(l.acl) as x
    union all
    select l.catalog, l.oid, l.number, l.owner, x.grantee, x.grantor, x.privilege_type, x.is_grantable, false
    from listed as l
    cross join lateral pg_catalog.aclexplode(pg_catalog.acldefault(l.kind::"char", l.owner)) as x
    union all
    select l.catalog, l.oid, l.number, l.owner, 0, l.owner, 'USAGE', false, false
    from listed as l
    where l.is_public
),

difference as (
    select i.catalog, i.oid, i.number, i.owner, i.grantee, i.grantor, i.privilege_type, i.is_grantable,
        pg_catalog.bool_or(i.held) as held
    from item as i
    group by i.catalog, i.oid, i.number, i.owner, i.grantee, i.grantor, i.privilege_type, i.is_grantable
    having pg_catalog.count(*) = 1
)

select
    d.catalog,
    d.oid,
    d.number,
    pg_catalog.array_agg(
        array[
            case when d.grantee = 0 then 'public' else pg_catalog.pg_get_userbyid(d.grantee)::text end,
            d.privilege_type,
            case when not d.held then 'revoked' when d.is_grantable then 'grantable' else 'granted' end,
            case when d.grantor <> d.owner then pg_catalog.pg_get_userbyid(d.grantor)::text end
        ]
        order by
            case when d.grantee = 0 then 'public' else pg_catalog.pg_get_userbyid(d.grantee)::text end collate "C",
            d.privilege_type collate "C", d.held, d.is_grantable, pg_catalog.pg_get_userbyid(d.grantor) collate "C"
    ) as privileges
from difference as d
group by d.catalog, d.oid, d.number
order by d.catalog, d.oid, d.number
