-- One row: a text search dictionary, its options as [name, value].
-- Parameters: schemas, text[], the managed schemas.
-- The server keeps the options as a text that it writes itself: name = 'value', name = 5, with names quoted where they
-- need it and values as literals, E'' where there is a backslash. Altering one moves it to the end, so they are sorted.
select
    d.oid,
    n.nspname as schema,
    d.dictname as dictionary,
    t.tmplnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(t.tmplname) as template,
    array(
        select o.item
        from pg_catalog.regexp_matches(
            d.dictinitoption, '("(?:[^"]|"")*"|[^ ",=]+) = (E?''(?:[^'']|'''')*''|[^'', ]+)', 'g'
        ) with ordinality as o (item, place)
        order by o.item[1] collate "C", o.place
    ) as options,
    pg_catalog.pg_get_userbyid(d.dictowner)::text as owner
from pg_catalog.pg_ts_dict as d
join pg_catalog.pg_namespace as n on n.oid = d.dictnamespace
join pg_catalog.pg_ts_template as t on t.oid = d.dicttemplate
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_ts_dict'::pg_catalog.regclass and e.objid = d.oid and e.deptype = 'e'
    )
order by n.nspname, d.dictname
