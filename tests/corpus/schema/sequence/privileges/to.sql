-- sees: sequence public.q: privileges.r.USAGE
create role r;
create sequence q;
grant usage on sequence q to r;
