-- sees: role r: memberships.pg_read_all_data
-- of the server: no dump of a database has roles
create role r;
create table t (a int);
grant select on t to r;
grant pg_read_all_data to r;
