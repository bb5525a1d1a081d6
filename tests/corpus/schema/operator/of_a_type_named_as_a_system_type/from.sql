create domain "integer" as int; create function f("integer", "integer") returns bool language sql as $$select true$$;
create operator === (leftarg = int, rightarg = int, function = int4eq);
