-- sees: language "my.pl": privileges.public.USAGE
create trusted language "my.pl" handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
revoke usage on language "my.pl" from public;
