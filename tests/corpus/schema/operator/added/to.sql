-- sees: operator public.===(integer,integer): added
create operator === (leftarg = int, rightarg = int, function = int4eq);
