-- sees: operator public.===(integer,integer): restrict
create operator === (leftarg = int, rightarg = int, function = int4eq, restrict = eqsel);
