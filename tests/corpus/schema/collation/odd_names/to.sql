-- sees: collation "My.Schema"."C": added
create schema "My.Schema";
create collation "My.Schema"."c
.""🐘" from "C"; create collation "My.Schema"."C" from "C";
