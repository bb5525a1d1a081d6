create function f() returns int language sql immutable strict security definer parallel safe leakproof cost 5 set search_path = public, pg_temp set work_mem = '1MB' as 'select 1';
