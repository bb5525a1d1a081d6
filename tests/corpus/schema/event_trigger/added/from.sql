create function g() returns event_trigger language plpgsql as 'begin end';
create function h() returns event_trigger language plpgsql as 'begin end';
