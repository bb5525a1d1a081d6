-- sees: function public.f(integer): cost
create function f(x int) returns int language sql cost 7 as 'select x';
