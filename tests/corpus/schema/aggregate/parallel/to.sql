-- sees: aggregate public.g(integer): parallel
create aggregate g(int) (sfunc = int4pl, stype = int, parallel = safe);
