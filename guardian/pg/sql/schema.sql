-- One row: a managed schema.
-- Parameters: schemas, text[], the managed schemas.
-- Schema public belongs to pg_database_owner from PostgreSQL 15 on, and to the bootstrap superuser (oid 10) before:
-- both are how a database is made, and are called the same.
select
    n.oid,
    n.nspname as schema,
    case
        when
            n.nspname = 'public'
            and n.nspowner = 10
            and pg_catalog.current_setting('server_version_num')::integer < 150000
            then 'pg_database_owner'
        else pg_catalog.pg_get_userbyid(n.nspowner)::text
    end as owner
from pg_catalog.pg_namespace as n
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and e.objid = n.oid and e.deptype = 'e'
    )
order by n.nspname
