-- sees: composite public.c: privileges.public.USAGE
create type c as (a text, b int);
revoke usage on type c from public;
