-- sees: schema other: privileges.r.USAGE
create role r;
create schema other;
grant usage on schema other to r with grant option;
