-- sees: role r: valid_until
-- of the server: no dump of a database has roles
create role r;
create table t (a int);
grant select on t to r;
alter role r valid until '2031-01-02 03:04+05';
