-- sees: table public.t: privileges.postgres.DELETE
create table t (a int);
revoke delete on t from current_user;
