create table zzz (a int);
create function early() returns setof zzz language sql as 'select * from zzz';
create function many() returns table (x int, "Y" text) language sql rows 5 as $$ select 1, 'a' $$;
