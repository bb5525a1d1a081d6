-- sees: aggregate public.g(integer): initial
create aggregate g(int) (sfunc = int4pl, stype = int, initcond = '1');
