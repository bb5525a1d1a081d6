-- sees: function public.f(integer): owner
create role r;
create function f(x int) returns int language sql  as 'select x';
alter function f owner to r;
