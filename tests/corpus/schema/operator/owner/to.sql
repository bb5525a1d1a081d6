-- sees: operator public.===(integer,integer): owner
create role r;
create operator === (leftarg = int, rightarg = int, function = int4eq);
alter operator === (int, int) owner to r;
