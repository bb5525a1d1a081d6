-- sees: language "my.pl": validator
create function h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
create function i(internal) returns void language c strict as '$libdir/plpgsql', 'plpgsql_inline_handler';
create function v(oid) returns void language c strict as '$libdir/plpgsql', 'plpgsql_validator';
create language "my.pl" handler h inline i;
