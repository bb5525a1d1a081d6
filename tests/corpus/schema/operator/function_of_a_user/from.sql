create function int4eq(int, int) returns bool language sql as $$select true$$;
create operator === (leftarg = int, rightarg = int, function = pg_catalog.int4eq);
