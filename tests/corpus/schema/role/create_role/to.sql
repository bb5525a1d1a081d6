-- sees: role r: create_role
create role r;
create table t (a int);
grant select on t to r;
alter role r createrole;
