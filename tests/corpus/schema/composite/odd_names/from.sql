create schema "My.Schema";
create type "My.Schema"."c.""'
🐘" as ("a
""" int);
