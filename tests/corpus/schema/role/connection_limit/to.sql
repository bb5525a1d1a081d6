-- sees: role r: connection_limit
create role r;
create table t (a int);
grant select on t to r;
alter role r connection limit 3;
