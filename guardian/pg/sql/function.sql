-- One row: a function, window function or procedure; aggregates are not among them.
-- Parameters: schemas, text[], the managed schemas.
-- Left out: the constructors of a range type, which the server makes with it (they hang on it by deptype 'i').
-- The body of a routine in standard SQL (BEGIN ATOMIC, or RETURN) is stored parsed and printed by the server.
select
    p.oid,
    n.nspname as schema,
    p.proname as function,
    coalesce((
        select pg_catalog.string_agg(pg_catalog.format_type(u.type, null), ', ' order by u.place)
        from pg_catalog.unnest(p.proargtypes::oid[]) with ordinality as u (type, place)
    ), '') as types,
    case p.prokind when 'f' then 'function' when 'w' then 'window' else 'procedure' end as routine,
    pg_catalog.pg_get_function_arguments(p.oid) as arguments,
    pg_catalog.pg_get_function_result(p.oid) as result,
    l.lanname as language,
    coalesce(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc) as body,
    p.probin as library,
    case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end as volatility,
    p.proisstrict as strict,
    p.prosecdef as security_definer,
    case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end as parallel,
    p.proleakproof as leakproof,
    p.procost::text as cost,
    p.prorows::text as rows,
    case when p.prosupport <> 0 then p.prosupport::pg_catalog.regproc::text end as support,
    array(
        select pg_catalog.format_type(u.type, null)
        from pg_catalog.unnest(p.protrftypes) with ordinality as u (type, place)
        order by u.place
    ) as transforms,
    coalesce(p.proconfig, array[]::text[]) as config,
    pg_catalog.pg_get_functiondef(p.oid) as definition,
    coalesce(p.proargnames, array[]::text[]) as argument_names,
    p.pronargdefaults::int as default_count,
    pg_catalog.pg_get_userbyid(p.proowner)::text as owner
from pg_catalog.pg_proc as p
join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
join pg_catalog.pg_language as l on l.oid = p.prolang
where
    p.prokind in ('f', 'w', 'p')
    and n.nspname = any(%(schemas)s)
    and not exists (
        select from pg_catalog.pg_depend as e
        where e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and e.objid = p.oid and e.deptype in ('e', 'i')
    )
order by n.nspname, p.proname, types
