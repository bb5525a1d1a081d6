-- sees: aggregate public.g(integer): final_function
create aggregate g(int) (sfunc = int4pl, stype = int, finalfunc = int4um);
