-- sees: aggregate public.g(integer): final_extra, final_function
create function fx(int, int) returns int language sql as 'select 1';
create aggregate g(int) (sfunc = int4pl, stype = int, finalfunc = fx, finalfunc_extra);
