-- sees: language "my.pl": owner
create role r;
create language "my.pl" handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
alter language "my.pl" owner to r;
