-- One row: a number for the state of each catalog that the server's own functions read, which changes with any change
-- of a schema. Those functions see what is there when they are called, not what the transaction's snapshot saw.
-- Parameters: schemas, text[], the managed schemas.
-- Sums over what identifies a version of a row: an update or insert has a newer xmin, and what is dropped is missing.
-- Temporary tables and other schemas come and go without a say in what is read.
with namespace as (
    select n.oid
    from pg_catalog.pg_namespace as n
    where n.nspname = any(%(schemas)s)
),

relation as (
    select c.oid, c.xmin as version
    from pg_catalog.pg_class as c
    join namespace as n on n.oid = c.relnamespace
    where c.relpersistence <> 't'
),

state as (
    select 'class' as catalog, r.oid, r.version
    from relation as r
    union all
    select 'attribute', a.attrelid, a.xmin
    from pg_catalog.pg_attribute as a
    join relation as r on r.oid = a.attrelid
    union all
    select 'attrdef', d.oid, d.xmin
    from pg_catalog.pg_attrdef as d
    join relation as r on r.oid = d.adrelid
    union all
    select 'constraint', c.oid, c.xmin
    from pg_catalog.pg_constraint as c
    join namespace as n on n.oid = c.connamespace
    where c.conrelid = 0 or exists (select from relation as r where r.oid = c.conrelid)
    union all
    select 'index', i.indexrelid, i.xmin
    from pg_catalog.pg_index as i
    join relation as r on r.oid = i.indrelid
    union all
    select 'rewrite', w.oid, w.xmin
    from pg_catalog.pg_rewrite as w
    join relation as r on r.oid = w.ev_class
    union all
    select 'trigger', t.oid, t.xmin
    from pg_catalog.pg_trigger as t
    join relation as r on r.oid = t.tgrelid
    union all
    select 'policy', p.oid, p.xmin
    from pg_catalog.pg_policy as p
    union all
    select 'proc', p.oid, p.xmin
    from pg_catalog.pg_proc as p
    join namespace as n on n.oid = p.pronamespace
    union all
    select 'type', t.oid, t.xmin
    from pg_catalog.pg_type as t
    join namespace as n on n.oid = t.typnamespace
    left join pg_catalog.pg_class as c on c.oid = t.typrelid
    where c.oid is null or c.relpersistence <> 't'
    union all
    select 'namespace', n.oid, n.xmin
    from pg_catalog.pg_namespace as n
    where n.nspname !~ '^pg_(toast_)?temp_'
    union all
    select 'publication', p.oid, p.xmin
    from pg_catalog.pg_publication_rel as p
    union all
    select 'statistics', s.oid, s.xmin
    from pg_catalog.pg_statistic_ext as s
)

select s.catalog, pg_catalog.count(*) as rows, pg_catalog.sum(s.oid::bigint) as oids,
    pg_catalog.sum(s.version::text::bigint) as versions
from state as s
group by s.catalog
order by s.catalog
