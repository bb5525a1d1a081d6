create schema away;
create function away.h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
