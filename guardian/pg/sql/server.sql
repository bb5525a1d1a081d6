-- One row: a foreign server.
-- Parameters: none.
select
    s.oid,
    s.srvname as server,
    f.fdwname as wrapper,
    s.srvtype as type,
    s.srvversion as version,
    array(
        select array[o.option_name, coalesce(o.option_value, '')]
        from pg_catalog.pg_options_to_table(s.srvoptions) as o
        order by o.option_name collate "C"
    ) as options,
    pg_catalog.pg_get_userbyid(s.srvowner)::text as owner
from pg_catalog.pg_foreign_server as s
join pg_catalog.pg_foreign_data_wrapper as f on f.oid = s.srvfdw
where
    s.oid >= 16384
    and not exists (
        select from pg_catalog.pg_depend as e
        where
            e.classid = 'pg_catalog.pg_foreign_server'::pg_catalog.regclass
            and e.objid = s.oid and e.deptype = 'e'
    )
order by s.srvname
