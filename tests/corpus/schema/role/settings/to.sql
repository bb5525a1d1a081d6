-- sees: role r: settings.statement_timeout
-- of the server: no dump of a database has roles
create role r;
create table t (a int);
grant select on t to r;
alter role r set statement_timeout = '3s';
