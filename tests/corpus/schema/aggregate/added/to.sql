-- sees: aggregate public.g(integer): added
create aggregate g(int) (sfunc = int4pl, stype = int);
