-- sees: base_type "My.Schema".int4: added
create schema "My.Schema";
create type "My.Schema"."t
.""🐘";
create type "My.Schema".int4;
