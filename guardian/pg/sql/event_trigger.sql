-- One row: an event trigger whose function is in a managed schema.
-- Parameters: schemas, text[], the managed schemas.
select
    t.oid,
    t.evtname as event_trigger,
    t.evtevent as event,
    array(select u.tag from pg_catalog.unnest(t.evttags) as u (tag) order by u.tag collate "C") as tags,
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname) as function,
    case t.evtenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end
        as enabled,
    pg_catalog.pg_get_userbyid(t.evtowner)::text as owner
from pg_catalog.pg_event_trigger as t
join pg_catalog.pg_proc as p on p.oid = t.evtfoid
join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
where
    t.oid >= 16384
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where
            e.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass
            and e.objid = t.oid and e.deptype = 'e'
    )
order by t.evtname
