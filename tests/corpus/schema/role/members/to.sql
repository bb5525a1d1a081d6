-- sees: role r: members."M"
-- of the server: no dump of a database has roles
create role r;
create table t (a int);
grant select on t to r;
create role "M";
grant r to "M";
