-- sees: table public.t: privileges.r.SELECT
create role r;
create table t (a int);
grant select on t to r;
grant select on t to r with grant option;
