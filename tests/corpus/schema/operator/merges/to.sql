-- sees: operator public.===(integer,integer): merges
create operator === (leftarg = int, rightarg = int, function = int4eq, merges);
