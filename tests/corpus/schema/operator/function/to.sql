-- sees: operator public.===(integer,integer): function
create operator === (leftarg = int, rightarg = int, function = int4ne);
