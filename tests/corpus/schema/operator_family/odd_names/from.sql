create schema "My.Schema";
create operator family "My.Schema"."f
.""🐘" using gin;
