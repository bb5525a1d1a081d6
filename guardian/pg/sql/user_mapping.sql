-- One row: a user mapping.
-- Parameters: none.
-- Odd joins: the catalog itself is for superusers; its view shows no options to whoever is neither the user nor the
-- owner of the server. The same condition tells options that may not be seen from options that are not there.
select
    m.umid as oid,
    m.srvname as server,
    case when m.umuser = 0 then 'public' else pg_catalog.pg_get_userbyid(m.umuser)::text end as "user",
    array(
        select array[o.option_name, coalesce(o.option_value, '')]
        from pg_catalog.pg_options_to_table(m.umoptions) as o
        order by o.option_name collate "C"
    ) as options,
    case
        when
            m.umoptions is not null
            or r.rolsuper
            or (
                m.umuser = r.oid
                and (
                    pg_catalog.pg_has_role(s.srvowner, 'USAGE')
                    or pg_catalog.has_server_privilege(s.oid, 'USAGE')
                )
            )
            or (m.umuser = 0 and pg_catalog.pg_has_role(s.srvowner, 'USAGE'))
            then array[]::text[]
        else array['options']
    end as unseen
from pg_catalog.pg_user_mappings as m
join pg_catalog.pg_foreign_server as s on s.oid = m.srvid
join pg_catalog.pg_roles as r on r.rolname = current_user
where
    m.umid >= 16384
    and not exists (
        select from pg_catalog.pg_depend as e
        where
            e.classid = 'pg_catalog.pg_user_mapping'::pg_catalog.regclass
            and e.objid = m.umid and e.deptype = 'e'
    )
order by m.srvname, "user"
