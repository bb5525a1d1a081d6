-- sees: operator public.===(integer,integer): hashes
create operator === (leftarg = int, rightarg = int, function = int4eq, hashes);
