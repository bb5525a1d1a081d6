create table t (a bigint, b int);
create function f() returns trigger language plpgsql as $$begin return new; end$$;
create trigger g before update of a on t for each row when (new.a > 1) execute function f();
