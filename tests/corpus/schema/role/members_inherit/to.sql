-- sees: role r: members.m
-- requires >= 16
create role r;
create table t (a int);
grant select on t to r;
create role m;
grant r to m;
grant r to m with inherit false;
