create table "T r" (id int, note text);
create function f() returns trigger language plpgsql as $$begin return new; end$$;
create constraint trigger g after insert on "T r" deferrable initially deferred for each row execute function f();
