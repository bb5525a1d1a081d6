-- sees: operator public.===(NONE,integer): added
create operator === (leftarg = int, rightarg = int, function = int4eq);
create operator === (rightarg = int, function = int4um);
