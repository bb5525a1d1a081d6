-- sees: cast (public.t AS integer): added
create table t (a int);
create cast (t as int) with inout;
