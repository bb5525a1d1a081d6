-- sees: aggregate public.g(integer): moving_final_modify
-- not dumped: a final function modifies nothing where there is none
create aggregate g(int) (sfunc = int4pl, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int, mfinalfunc_modify = shareable);
