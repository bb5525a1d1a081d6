-- sees: role r: comment
-- of the server: no dump of a database has roles
create role r;
create table t (a int);
grant select on t to r;
comment on role r is 'x';
