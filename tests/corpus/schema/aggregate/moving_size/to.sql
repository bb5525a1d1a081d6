-- sees: aggregate public.g(integer): moving_state_size
create aggregate g(int) (sfunc = int4pl, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int, msspace = 9);
