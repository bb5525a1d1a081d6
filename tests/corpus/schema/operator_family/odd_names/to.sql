-- sees: operator_family "My.Schema".integer_ops USING btree: added
create schema "My.Schema";
create operator family "My.Schema"."f
.""🐘" using gin; create operator family "My.Schema".integer_ops using btree;
