-- sees: role r: bypass_row_security
create role r;
create table t (a int);
grant select on t to r;
alter role r bypassrls;
