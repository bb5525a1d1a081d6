-- sees: table public.t: privileges.q.SELECT, privileges.q.SELECT by r
create role r;
create role q;
create table t (a int);
grant select on t to r with grant option;
set role r;
grant select on t to q;
reset role;
