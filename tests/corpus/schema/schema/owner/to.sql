-- sees: schema other: owner
create role r;
create schema other authorization r;
