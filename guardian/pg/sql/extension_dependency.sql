-- One row: the extensions that an object goes with, by ALTER ... DEPENDS ON EXTENSION.
-- Parameters: none; what is not in the snapshot is passed over by the reader.
select
    c.relname::text as catalog,
    d.objid as oid,
    d.objsubid as number,
    pg_catalog.array_agg(distinct e.extname::text order by e.extname::text) as extensions
from pg_catalog.pg_depend as d
join pg_catalog.pg_class as c on c.oid = d.classid
join pg_catalog.pg_extension as e on e.oid = d.refobjid
where d.deptype = 'x' and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
group by c.relname, d.objid, d.objsubid
order by c.relname, d.objid, d.objsubid
