-- sees: aggregate public.g(integer): moving_inverse_function, moving_state_function, moving_state_type
create aggregate g(int) (sfunc = int4pl, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int);
