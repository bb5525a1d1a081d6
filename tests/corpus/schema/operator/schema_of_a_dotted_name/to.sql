-- sees: operator "My.Schema".===(integer,integer): added
create schema "My.Schema";
create operator "My.Schema".=== (leftarg = int, rightarg = int, function = int4eq);
