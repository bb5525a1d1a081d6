-- sees: column public.t.a: privileges.r.SELECT
create role r;
create table t (a int);
grant select (a) on t to r;
