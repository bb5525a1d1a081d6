-- sees: aggregate public.g(integer): combine_function
create aggregate g(int) (sfunc = int4pl, stype = int, combinefunc = int4pl);
