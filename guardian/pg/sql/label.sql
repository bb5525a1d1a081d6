-- One row: the security labels of an object, or of a column of one, by provider.
-- Parameters: none; what is not in the snapshot is passed over by the reader.
-- Odd joins: databases and roles belong to the whole server, and so do their labels.
with labelled as (
    select s.classoid, s.objoid, s.objsubid, s.provider, s.label
    from pg_catalog.pg_seclabel as s
    union all
    select s.classoid, s.objoid, 0, s.provider, s.label
    from pg_catalog.pg_shseclabel as s
)

select
    c.relname::text as catalog,
    s.objoid as oid,
    s.objsubid as number,
    pg_catalog.array_agg(array[s.provider, s.label] order by s.provider collate "C") as labels
from labelled as s
join pg_catalog.pg_class as c on c.oid = s.classoid
group by c.relname, s.objoid, s.objsubid
order by c.relname, s.objoid, s.objsubid
