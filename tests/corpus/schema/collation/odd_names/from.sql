create schema "My.Schema";
create collation "My.Schema"."c
.""🐘" from "C";
