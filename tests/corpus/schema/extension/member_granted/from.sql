create extension vector;
create role r;
