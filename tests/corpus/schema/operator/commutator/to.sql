-- sees: operator public.===(integer,integer): commutator
create operator === (leftarg = int, rightarg = int, function = int4eq, commutator = ===);
