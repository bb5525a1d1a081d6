create function fx(int, int) returns int language sql as 'select 1';
create aggregate g(int) (sfunc = int4pl, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int);
