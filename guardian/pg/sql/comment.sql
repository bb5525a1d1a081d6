-- One row: the comment on an object, or on a column of one.
-- Parameters: none; what is not in the snapshot is passed over by the reader.
-- Odd joins: databases and roles belong to the whole server, and so do their comments.
-- Left out: system objects (oid below 16384), but for schema public, whose comment that every new database has is
-- none, as are those that the first databases of a server have.
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
union all
select
    c.relname::text,
    d.objoid,
    0,
    d.description
from pg_catalog.pg_shdescription as d
join pg_catalog.pg_class as c on c.oid = d.classoid
where
    d.description not in (
        'default administrative connection database', 'default template for new databases',
        'unmodifiable empty database'
    )
order by catalog, oid, number
