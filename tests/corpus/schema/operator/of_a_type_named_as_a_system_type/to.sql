-- sees: operator public.===(public."integer",public."integer"): added
create domain "integer" as int; create function f("integer", "integer") returns bool language sql as $$select true$$;
create operator === (leftarg = int, rightarg = int, function = int4eq);
create operator === (leftarg = "integer", rightarg = "integer", function = f);
