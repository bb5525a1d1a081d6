-- sees: sequence public.s: privileges.r.USAGE
create role r;
create sequence s;
grant usage on sequence s to r;
