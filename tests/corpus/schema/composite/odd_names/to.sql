-- sees: composite "My.Schema"."table": added
create schema "My.Schema";
create type "My.Schema"."c.""'
🐘" as ("a
""" int);
create type "My.Schema"."table" as ("x y" int);
