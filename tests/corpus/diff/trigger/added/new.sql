create table "T r" (id int, note text);
create function f() returns trigger language plpgsql as $$begin return new; end$$;
create trigger "My Trigger" after insert or update of note on "T r" for each row when (new.note is distinct from 'x') execute function f('a', 'b''c');
comment on trigger "My Trigger" on "T r" is 't';
