-- sees: role r: members."M"
create role r;
create table t (a int);
grant select on t to r;
create role "M";
grant r to "M";
