-- sees: role r: bypass_row_security
-- of the server: no dump of a database has roles
create role r;
create table t (a int);
grant select on t to r;
alter role r bypassrls;
