-- sees: language "my.pl": trusted
create trusted language "my.pl" handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
