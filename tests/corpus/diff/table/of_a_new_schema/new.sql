create schema "My.Schema";
create table "My.Schema"."a.b" ("c.d" int primary key);
comment on schema "My.Schema" is 'mine';
