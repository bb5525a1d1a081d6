-- sees: language "my.pl": inline
create language "my.pl" handler plpgsql_call_handler validator plpgsql_validator;
