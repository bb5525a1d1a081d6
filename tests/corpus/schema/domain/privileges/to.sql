-- sees: domain public.d: privileges.public.USAGE
create domain d as varchar(10);
revoke usage on domain d from public;
