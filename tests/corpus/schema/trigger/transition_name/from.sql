create table t (a int, b text);
create function tf() returns trigger language plpgsql as 'begin return new; end';
create function tg() returns trigger language plpgsql as 'begin return new; end';
create trigger x after insert on t referencing new table as n for each statement execute function tf();
