-- sees: event_trigger e: tags
create function g() returns event_trigger language plpgsql as 'begin end';
create function h() returns event_trigger language plpgsql as 'begin end';
create event trigger e on ddl_command_end when tag in ('DROP TABLE', 'CREATE TABLE') execute function g();
