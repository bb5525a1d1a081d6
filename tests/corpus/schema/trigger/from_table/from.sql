create table t (a int, b text);
create function tf() returns trigger language plpgsql as 'begin return new; end';
create function tg() returns trigger language plpgsql as 'begin return new; end';
create constraint trigger x after insert on t for each row execute function tf();
