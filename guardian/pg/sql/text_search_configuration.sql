-- One row: a text search configuration, its mappings as [token type, dictionary, dictionary, ...].
-- Parameters: schemas, text[], the managed schemas.
-- Token types are numbers to the server; the parser has names for them.
select
    c.oid,
    n.nspname as schema,
    c.cfgname as configuration,
    p.prsnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(p.prsname) as parser,
    coalesce((
        select pg_catalog.json_agg(x.mapping order by x.alias collate "C")
        from (
            select
                k.alias,
                pg_catalog.to_json(array[k.alias] || pg_catalog.array_agg(
                    d.dictnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(d.dictname)
                    order by m.mapseqno
                )) as mapping
            from pg_catalog.pg_ts_config_map as m
            join pg_catalog.ts_token_type(c.cfgparser) as k on k.tokid = m.maptokentype
            join pg_catalog.pg_ts_dict as d on d.oid = m.mapdict
            where m.mapcfg = c.oid
            group by k.alias
        ) as x
    ), '[]') as mappings,
    pg_catalog.pg_get_userbyid(c.cfgowner)::text as owner
from pg_catalog.pg_ts_config as c
join pg_catalog.pg_namespace as n on n.oid = c.cfgnamespace
join pg_catalog.pg_ts_parser as p on p.oid = c.cfgparser
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_ts_config'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'
    )
order by n.nspname, c.cfgname
