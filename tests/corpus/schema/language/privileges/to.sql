-- sees: language "my.pl": privileges.r.USAGE
create role r;
create trusted language "my.pl" handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
grant usage on language "my.pl" to r;
