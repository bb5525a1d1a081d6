-- sees: function public.f(integer): arguments
create function f(x int default 3) returns int language sql as 'select x';
