-- sees: function public.f(integer): volatility
create function f(x int) returns int language sql stable as 'select x';
