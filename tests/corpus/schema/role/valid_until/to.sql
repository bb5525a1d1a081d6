-- sees: role r: valid_until
create role r;
create table t (a int);
grant select on t to r;
alter role r valid until '2031-01-02 03:04+05';
