-- One row: a constraint of a table. `index_oid` is the index that carries a primary key, unique or exclusion constraint.
-- Parameters: schemas, text[], the managed schemas; version_schema and version_table, text, the table that is left out.
-- Left out: constraint triggers (a trigger), and not-null constraints (rows since PostgreSQL 18) that say no more than
-- their column's NOT NULL: with the name that the server gives, or one too long for it to be told; and the rows that the
-- server adds for a foreign key to a partitioned table, one for each partition there, under names that depend on the
-- order in which they came: child of another row of the same table. What their triggers are set to counts for the parent.
with recursive stateful as (
    select tgconstraint as oid, tgenabled from pg_catalog.pg_trigger where tgisinternal and tgenabled <> 'O'
    union
    select k.conparentid, s.tgenabled
    from stateful as s
    join pg_catalog.pg_constraint as k on k.oid = s.oid
    join pg_catalog.pg_constraint as up on up.oid = k.conparentid and up.conrelid = k.conrelid
),

enabled as (
    select
        oid,
        pg_catalog.string_agg(
            distinct case tgenabled when 'D' then 'disabled' when 'R' then 'replica' else 'always' end, ', '
        ) as enabled
    from stateful
    group by oid
)

select
    k.oid,
    case when k.contype in ('p', 'u', 'x') then k.conindid end as index_oid,
    n.nspname as schema,
    c.relname as "table",
    false as on_view,
    k.conname as "constraint",
    case k.contype
        when 'c' then 'check' when 'f' then 'foreign_key' when 'p' then 'primary_key' when 'u' then 'unique'
        when 'x' then 'exclude' else 'not_null'
    end as type,
    pg_catalog.regexp_replace(
        pg_catalog.pg_get_constraintdef(k.oid), '( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT VALID)?$', ''
    ) as definition,
    k.convalidated as validated,
    k.condeferrable as deferrable,
    k.condeferred as deferred,
    array(select o.option from pg_catalog.unnest(ic.reloptions) as o (option) order by o.option collate "C") as options,
    array(
        select a.attname::text
        from pg_catalog.unnest(k.conkey) with ordinality as u (number, place)
        join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = u.number
        order by u.place
    ) as columns,
    (
        select array[pn.nspname::text, pc.relname::text]
        from pg_catalog.pg_inherits as i
        join pg_catalog.pg_class as pc on pc.oid = i.inhparent
        join pg_catalog.pg_namespace as pn on pn.oid = pc.relnamespace
        where i.inhrelid = ic.oid
    ) as parent_index,
    case when k.contype in ('p', 'u', 'x') then false else k.coninhcount > 0 and not k.conislocal end as inherited,
    k.contype in ('c', 'n') and k.coninhcount > 0 and k.conislocal as redeclared,
    ts.spcname as tablespace,
    coalesce(ix.indisvalid, true) as index_valid,
    array(
        select a.attnum || '=' || a.attstattarget
        from pg_catalog.pg_attribute as a
        where a.attrelid = ic.oid and a.attstattarget >= 0
        order by a.attnum
    ) as index_statistics,
    coalesce(g.enabled, 'origin') as enabled
from pg_catalog.pg_constraint as k
join pg_catalog.pg_class as c on c.oid = k.conrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_class as ic on ic.oid = k.conindid and k.contype in ('p', 'u', 'x')
left join pg_catalog.pg_index as ix on ix.indexrelid = ic.oid
left join pg_catalog.pg_tablespace as ts on ts.oid = ic.reltablespace
left join enabled as g on g.oid = k.oid
left join pg_catalog.pg_constraint as up on up.oid = k.conparentid and up.conrelid = k.conrelid
left join pg_catalog.pg_attribute as na on na.attrelid = k.conrelid and na.attnum = k.conkey[1] and k.contype = 'n'
where
    c.relkind in ('r', 'p', 'f')
    and c.relpersistence <> 't'
    and k.contype in ('c', 'f', 'p', 'u', 'x', 'n')
    and up.oid is null
    and (
        k.contype <> 'n'
        or not k.convalidated
        or k.connoinherit
        or (
            k.conislocal
            and k.conname <> c.relname || '_' || na.attname || '_not_null'
            and pg_catalog.octet_length(c.relname || '_' || na.attname || '_not_null') < 64
        )
    )
    and n.nspname = any(%(schemas)s)
    and (n.nspname, c.relname) <> (%(version_schema)s::name, %(version_table)s::name)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid and e.deptype = 'e'
    )
order by n.nspname, c.relname, k.conname
