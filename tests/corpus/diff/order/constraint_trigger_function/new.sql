create table t (a int);
create function h() returns trigger language plpgsql as $$begin return null; end$$;
create trigger g after insert on t for each row execute function h();
