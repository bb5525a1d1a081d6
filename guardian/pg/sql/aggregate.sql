-- One row: an aggregate function.
-- Parameters: schemas, text[], the managed schemas.
-- A function or operator casts to text with its schema unless it is in pg_catalog, the only schema on the search_path.
select
    p.oid,
    n.nspname as schema,
    p.proname as aggregate,
    coalesce((
        select pg_catalog.string_agg(pg_catalog.format_type(u.type, null), ', ' order by u.place)
        from pg_catalog.unnest(p.proargtypes::oid[]) with ordinality as u (type, place)
    ), '') as types,
    pg_catalog.pg_get_function_arguments(p.oid) as arguments,
    case a.aggkind when 'n' then 'normal' when 'o' then 'ordered_set' else 'hypothetical' end as form,
    a.aggtransfn::pg_catalog.regprocedure::text as state_function,
    pg_catalog.format_type(a.aggtranstype, null) as state_type,
    a.aggtransspace as state_size,
    case when a.aggfinalfn <> 0 then a.aggfinalfn::pg_catalog.regprocedure::text end as final_function,
    a.aggfinalextra as final_extra,
    case a.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end as final_modify,
    case when a.aggcombinefn <> 0 then a.aggcombinefn::pg_catalog.regprocedure::text end as combine_function,
    case when a.aggserialfn <> 0 then a.aggserialfn::pg_catalog.regprocedure::text end as serial_function,
    case when a.aggdeserialfn <> 0 then a.aggdeserialfn::pg_catalog.regprocedure::text end as deserial_function,
    case when a.aggmtransfn <> 0 then a.aggmtransfn::pg_catalog.regprocedure::text end as moving_state_function,
    case when a.aggminvtransfn <> 0 then a.aggminvtransfn::pg_catalog.regprocedure::text end as moving_inverse_function,
    case when a.aggmtranstype <> 0 then pg_catalog.format_type(a.aggmtranstype, null) end as moving_state_type,
    a.aggmtransspace as moving_state_size,
    case when a.aggmfinalfn <> 0 then a.aggmfinalfn::pg_catalog.regprocedure::text end as moving_final_function,
    a.aggmfinalextra as moving_final_extra,
    case a.aggmfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end as moving_final_modify,
    a.agginitval as initial,
    a.aggminitval as moving_initial,
    case when a.aggsortop <> 0 then a.aggsortop::pg_catalog.regoperator::text end as sort_operator,
    case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end as parallel,
    pg_catalog.pg_get_userbyid(p.proowner)::text as owner
from pg_catalog.pg_proc as p
join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
join pg_catalog.pg_aggregate as a on a.aggfnoid = p.oid
where
    n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and e.objid = p.oid and e.deptype = 'e'
    )
order by n.nspname, p.proname, types
