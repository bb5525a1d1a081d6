-- One row: a role that may be referred to in this database; the reader keeps those that what it found does refer to.
-- Parameters: none.
-- Odd joins: pg_shdepend holds which roles own or may do something here, but never the bootstrap superuser (oid 10).
-- Before PostgreSQL 16 a membership has no options of its own: it was inherited where the member inherits at all, and
-- could always be SET ROLE to. One membership may be granted by several: what counts is what they give together.
with referred as (
    select s.refobjid as oid
    from pg_catalog.pg_shdepend as s
    join pg_catalog.pg_database as d on d.oid = s.dbid
    where
        s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
        and d.datname = pg_catalog.current_database()
    union
    select s.refobjid
    from pg_catalog.pg_shdepend as s
    where
        s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
        and s.classid in (
            'pg_catalog.pg_database'::pg_catalog.regclass, 'pg_catalog.pg_subscription'::pg_catalog.regclass
        )
    union
    select s.setrole
    from pg_catalog.pg_db_role_setting as s
    join pg_catalog.pg_database as d on d.oid = s.setdatabase
    where d.datname = pg_catalog.current_database()
    union
    select d.datdba
    from pg_catalog.pg_database as d
    where d.datname = pg_catalog.current_database()
    union
    select 10::oid
),

membership as (
    select
        m.roleid,
        m.member,
        pg_catalog.concat_ws(
            ', ',
            case when pg_catalog.bool_or(m.admin_option) then 'admin' end,
            case
                when pg_catalog.bool_or(coalesce((pg_catalog.to_jsonb(m) ->> 'inherit_option')::boolean, r.rolinherit))
                    then 'inherit'
            end,
            case
                when pg_catalog.bool_or(coalesce((pg_catalog.to_jsonb(m) ->> 'set_option')::boolean, true)) then 'set'
            end
        ) as options
    from pg_catalog.pg_auth_members as m
    join pg_catalog.pg_roles as r on r.oid = m.member
    group by m.roleid, m.member
)

select
    r.oid,
    r.rolname as role,
    r.rolcanlogin as login,
    r.rolsuper as superuser,
    r.rolcreatedb as create_database,
    r.rolcreaterole as create_role,
    r.rolinherit as inherit,
    r.rolreplication as replication,
    r.rolbypassrls as bypass_row_security,
    nullif(r.rolconnlimit, -1) as connection_limit,
    nullif(r.rolvaliduntil, 'infinity')::text as valid_until,
    array(
        select array[pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(m.member)), m.options]
        from membership as m
        where m.roleid = r.oid
        order by pg_catalog.pg_get_userbyid(m.member) collate "C"
    ) as members,
    array(
        select array[pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(m.roleid)), m.options]
        from membership as m
        where m.member = r.oid
        order by pg_catalog.pg_get_userbyid(m.roleid) collate "C"
    ) as memberships,
    array(
        select array[pg_catalog.split_part(u.setting, '=', 1), pg_catalog."substring"(u.setting, '=(.*)')]
        from pg_catalog.pg_db_role_setting as s
        cross join lateral pg_catalog.unnest(s.setconfig) as u (setting)
        where s.setrole = r.oid and s.setdatabase = 0
        order by u.setting collate "C"
    ) as settings
from pg_catalog.pg_roles as r
join referred as f on f.oid = r.oid
where r.rolname !~ '^pg_'
order by r.rolname
