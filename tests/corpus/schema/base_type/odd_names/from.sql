create schema "My.Schema";
create type "My.Schema"."t
.""🐘";
