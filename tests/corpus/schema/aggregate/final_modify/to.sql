-- sees: aggregate public.g(integer): final_modify
create aggregate g(int) (sfunc = int4pl, stype = int, finalfunc_modify = shareable);
