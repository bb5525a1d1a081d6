-- One row: a subscription of this database.
-- Parameters: none.
-- The connection string is for superusers: subscription_connection.sql.
select
    s.oid,
    s.subname as subscription,
    null::text as connection,
    array['connection'] as unseen,
    array(
        select u.publication from pg_catalog.unnest(s.subpublications) as u (publication)
        order by u.publication collate "C"
    ) as publications,
    s.subenabled as enabled,
    s.subslotname::text as slot,
    s.subsynccommit as synchronous_commit,
    s.subbinary as binary,
    case when s.substream then 'on' else 'off' end as streaming,
    false as two_phase,
    false as disable_on_error,
    true as password_required,
    false as run_as_owner,
    'any' as origin,
    false as failover,
    pg_catalog.pg_get_userbyid(s.subowner)::text as owner
from pg_catalog.pg_subscription as s
join pg_catalog.pg_database as d on d.oid = s.subdbid
where d.datname = pg_catalog.current_database()
order by s.subname
