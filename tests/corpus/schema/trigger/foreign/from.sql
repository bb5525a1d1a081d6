create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table f (a int) server s;
create function g() returns trigger language plpgsql as 'begin return new; end';
