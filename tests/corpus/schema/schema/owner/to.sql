-- sees: schema other: owner
create role r;
create schema other;
alter schema other owner to r;
