-- sees: language "my.pl": added
create schema away;
create function away.h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
create language "theirs" handler away.h inline plpgsql_inline_handler validator plpgsql_validator;
create language "my.pl" handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
