-- sees: table public.t: owner
create role r;
create table t (a int);
alter table t owner to r;
