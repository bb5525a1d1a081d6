-- sees: enum public.e: privileges.public.USAGE
create type e as enum ('a');
revoke usage on type e from public;
