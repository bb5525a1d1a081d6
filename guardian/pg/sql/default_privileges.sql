-- One row: what a role's new objects of one type start with, in one managed schema or in all schemas.
-- Parameters: schemas, text[], the managed schemas.
-- The items themselves are attached by privilege.sql.
select
    d.oid,
    pg_catalog.pg_get_userbyid(d.defaclrole)::text as role,
    n.nspname as schema,
    case d.defaclobjtype
        when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
        when 'n' then 'schemas' when 'L' then 'large objects' else d.defaclobjtype::text
    end as objects
from pg_catalog.pg_default_acl as d
left join pg_catalog.pg_namespace as n on n.oid = d.defaclnamespace
where d.defaclnamespace = 0 or n.nspname = any(%(schemas)s)
order by 2, n.nspname, objects
