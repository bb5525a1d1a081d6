-- One row: the comment on an object, or on a column of one.
-- Parameters: none; what is not in the snapshot is passed over by the reader.
-- Left out: system objects (oid below 16384), but for schema public, whose comment that every new database has is none.
select
    c.relname::text as catalog,
    d.objoid as oid,
    d.objsubid as number,
    d.description as comment
from pg_catalog.pg_description as d
join pg_catalog.pg_class as c on c.oid = d.classoid
where
    d.objoid >= 16384
    or (
        d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
        and d.objoid = 'public'::pg_catalog.regnamespace
        and d.description <> 'standard public schema'
    )
order by d.classoid, d.objoid, d.objsubid
