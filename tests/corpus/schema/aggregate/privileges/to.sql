-- sees: aggregate public.g(integer): privileges.public.EXECUTE
create aggregate g(int) (sfunc = int4pl, stype = int);
revoke execute on function g(int) from public;
