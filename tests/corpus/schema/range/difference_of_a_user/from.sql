create function int4range_subdiff(int, int) returns float8 language sql immutable as $$select 1.0$$;
create type rg as range (subtype = int4, subtype_diff = pg_catalog.int4range_subdiff);
