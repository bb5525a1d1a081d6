create schema "My.Schema";
create type "My.Schema".e as enum ('a');
create table "My.Schema".t (a "My.Schema".e);
create function "My.Schema".f() returns int language sql as 'select 1';
create table kept (a int default "My.Schema".f());
