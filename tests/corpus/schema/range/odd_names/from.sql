create schema "My.Schema";
create type "My.Schema"."r
.""🐘" as range (subtype = int4, multirange_type_name = "My.Schema"."m
""");
