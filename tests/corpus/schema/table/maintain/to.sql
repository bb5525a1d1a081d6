-- sees: table public.t: privileges.r.MAINTAIN
-- requires >= 17
create role r;
create table t (a int);
grant maintain on t to r;
