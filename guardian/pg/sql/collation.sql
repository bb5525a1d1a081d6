-- One row: a collation.
-- Parameters: schemas, text[], the managed schemas.
-- The row as JSON, since ICU's locale stands in collcollate on PostgreSQL 14, in colliculocale on 15 and 16, and in
-- colllocale from 17 on; the rules came with 16. The version is left out: it tells which library the server had when the
-- collation was made or refreshed, and two servers with the same schema need not have the same. A collation for the
-- database's own encoding does here what one for any does, and a dump turns the one into the other.
select
    c.oid,
    n.nspname as schema,
    c.collname as collation,
    case c.collprovider when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin' else 'default' end as provider,
    c.collisdeterministic as deterministic,
    case
        when c.collprovider <> 'c' then coalesce(j.found ->> 'colllocale', j.found ->> 'colliculocale', c.collcollate)
    end as locale,
    case when c.collprovider = 'c' then c.collcollate end as collate,
    case when c.collprovider = 'c' then c.collctype end as ctype,
    j.found ->> 'collicurules' as rules,
    case
        when c.collencoding not in (-1, b.encoding) then pg_catalog.pg_encoding_to_char(c.collencoding)
    end as encoding,
    pg_catalog.pg_get_userbyid(c.collowner)::text as owner
from pg_catalog.pg_collation as c
join pg_catalog.pg_namespace as n on n.oid = c.collnamespace
join pg_catalog.pg_database as b on b.datname = pg_catalog.current_database()
cross join lateral (select pg_catalog.to_jsonb(c) as found) as j
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'
    )
order by n.nspname, c.collname, c.collencoding
