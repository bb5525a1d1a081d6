-- sees: event_trigger "E vent": added
create function g() returns event_trigger language plpgsql as 'begin end';
create function h() returns event_trigger language plpgsql as 'begin end';
create event trigger "E vent" on ddl_command_end execute function g();
