-- sees: range public.rg: privileges.public.USAGE
create type rg as range (subtype = text);
revoke usage on type rg from public;
