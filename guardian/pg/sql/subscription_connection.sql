-- One row: the connection string of a subscription of this database, which holds a password.
-- Refused to all but superusers.
-- Parameters: none.
select
    s.oid,
    s.subconninfo as connection
from pg_catalog.pg_subscription as s
join pg_catalog.pg_database as d on d.oid = s.subdbid
where d.datname = pg_catalog.current_database()
order by s.subname
