-- sees: aggregate public.g(integer): final_modify
-- not dumped: a final function modifies nothing where there is none
create aggregate g(int) (sfunc = int4pl, stype = int, finalfunc_modify = shareable);
