create table "T r" (id int, note text);
create function f() returns trigger language plpgsql as $$begin return new; end$$;
create trigger g before delete on "T r" for each row execute function f();
