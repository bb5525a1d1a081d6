-- sees: aggregate public.g(integer): state_size
create aggregate g(int) (sfunc = int4pl, stype = int, sspace = 99);
