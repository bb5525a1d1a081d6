-- sees: operator public.===(integer,integer): negator
create operator === (leftarg = int, rightarg = int, function = int4eq, negator = !==);
