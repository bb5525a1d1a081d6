-- sees: aggregate public.g(integer): sort_operator
create aggregate g(int) (sfunc = int4pl, stype = int, sortop = <);
