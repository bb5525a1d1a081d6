-- sees: aggregate public.g(integer): moving_initial
create aggregate g(int) (sfunc = int4pl, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int, minitcond = '3');
