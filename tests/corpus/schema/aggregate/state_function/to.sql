-- sees: aggregate public.g(integer): state_function
create aggregate g(int) (sfunc = int4mul, stype = int);
