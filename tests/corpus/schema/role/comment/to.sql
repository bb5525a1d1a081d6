-- sees: role r: comment
create role r;
create table t (a int);
grant select on t to r;
comment on role r is 'x';
