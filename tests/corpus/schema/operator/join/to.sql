-- sees: operator public.===(integer,integer): join
create operator === (leftarg = int, rightarg = int, function = int4eq, join = eqjoinsel);
