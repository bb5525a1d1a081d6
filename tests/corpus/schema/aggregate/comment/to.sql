-- sees: aggregate public.g(integer): comment
create aggregate g(int) (sfunc = int4pl, stype = int);
comment on aggregate g(int) is 'c';
