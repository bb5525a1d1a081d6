create table "T r" (id int, note text);
create function f() returns trigger language plpgsql as $$begin return new; end$$;
create trigger g before insert on "T r" for each row execute function f();
alter table "T r" disable trigger g;
