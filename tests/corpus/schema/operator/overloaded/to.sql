-- sees: operator public.===(bigint,integer): added
create operator === (leftarg = int, rightarg = int, function = int4eq);
create operator === (leftarg = bigint, rightarg = int, function = int84eq);
