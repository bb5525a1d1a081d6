-- One row: a publication.
-- Parameters: version_schema and version_table, text, the table that is left out.
select
    p.oid,
    p.pubname as publication,
    p.puballtables as all_tables,
    array(
        select array[pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), null, null]
        from pg_catalog.pg_publication_rel as r
        join pg_catalog.pg_class as c on c.oid = r.prrelid
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where r.prpubid = p.oid and (n.nspname, c.relname) <> (%(version_schema)s::name, %(version_table)s::name)
        order by n.nspname, c.relname
    ) as tables,
    array[]::text[] as schemas,
    pg_catalog.array_remove(array[
        case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
        case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end
    ], null) as operations,
    p.pubviaroot as via_root,
    'none' as generated_columns,
    pg_catalog.pg_get_userbyid(p.pubowner)::text as owner
from pg_catalog.pg_publication as p
where
    p.oid >= 16384
    and not exists (
        select from pg_catalog.pg_depend as e
        where
            e.classid = 'pg_catalog.pg_publication'::pg_catalog.regclass
            and e.objid = p.oid and e.deptype = 'e'
    )
order by p.pubname
