create role r;
create role q;
create table t (a int);
grant select on t to r with grant option;
grant select on t to q;
