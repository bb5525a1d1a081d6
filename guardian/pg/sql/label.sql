-- One row: the security labels of an object, or of a column of one, by provider.
-- Parameters: none; what is not in the snapshot is passed over by the reader.
select
    c.relname::text as catalog,
    s.objoid as oid,
    s.objsubid as number,
    pg_catalog.array_agg(array[s.provider, s.label] order by s.provider collate "C") as labels
from pg_catalog.pg_seclabel as s
join pg_catalog.pg_class as c on c.oid = s.classoid
group by c.relname, s.objoid, s.objsubid
order by c.relname, s.objoid, s.objsubid
