-- One row: a foreign-data wrapper.
-- Parameters: schemas, text[], the managed schemas: one without a handler counts, others with their handler's schema.
select
    f.oid,
    f.fdwname as wrapper,
    pg_catalog.quote_ident(hn.nspname) || '.' || pg_catalog.quote_ident(h.proname) as handler,
    pg_catalog.quote_ident(vn.nspname) || '.' || pg_catalog.quote_ident(v.proname) as validator,
    array(
        select array[o.option_name, coalesce(o.option_value, '')]
        from pg_catalog.pg_options_to_table(f.fdwoptions) as o
        order by o.option_name collate "C"
    ) as options,
    pg_catalog.pg_get_userbyid(f.fdwowner)::text as owner
from pg_catalog.pg_foreign_data_wrapper as f
left join pg_catalog.pg_proc as h on h.oid = f.fdwhandler
left join pg_catalog.pg_namespace as hn on hn.oid = h.pronamespace
left join pg_catalog.pg_proc as v on v.oid = f.fdwvalidator
left join pg_catalog.pg_namespace as vn on vn.oid = v.pronamespace
where
    f.oid >= 16384
    and (h.oid is null or hn.nspname = any(%(schemas)s))
    and not exists (
        select from pg_catalog.pg_depend as e
        where
            e.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass
            and e.objid = f.oid and e.deptype = 'e'
    )
order by f.fdwname
