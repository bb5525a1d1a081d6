-- sees: aggregate public.g(integer): owner
create role r;
create aggregate g(int) (sfunc = int4pl, stype = int);
alter aggregate g(int) owner to r;
