-- sees: function public.f(integer): body
create function f(x int) returns int language sql as 'select x + 1';
