-- sees: role r: create_database
create role r;
create table t (a int);
grant select on t to r;
alter role r createdb;
