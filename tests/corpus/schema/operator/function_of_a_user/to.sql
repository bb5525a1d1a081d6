-- sees: operator public.===(integer,integer): function
create function int4eq(int, int) returns bool language sql as $$select true$$;
create operator === (leftarg = int, rightarg = int, function = public.int4eq);
