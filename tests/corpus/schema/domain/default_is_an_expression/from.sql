create function f() returns text language sql as $$select ''$$;
create schema other; create function other.f() returns text language sql as $$select ''$$;
create domain d as varchar(10);
alter domain d set default f();
