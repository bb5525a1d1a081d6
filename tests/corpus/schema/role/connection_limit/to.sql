-- sees: role r: connection_limit
-- of the server: no dump of a database has roles
create role r;
create table t (a int);
grant select on t to r;
alter role r connection limit 3;
