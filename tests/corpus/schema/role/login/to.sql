-- sees: role r: login
-- of the server: no dump of a database has roles
create role r;
create table t (a int);
grant select on t to r;
alter role r login;
