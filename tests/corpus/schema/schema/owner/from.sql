create role r;
create schema other;
