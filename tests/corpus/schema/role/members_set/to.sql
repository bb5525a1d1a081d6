-- sees: role r: members.m
-- of the server: no dump of a database has roles
-- requires >= 16
create role r;
create table t (a int);
grant select on t to r;
create role m;
grant r to m;
grant r to m with set false;
