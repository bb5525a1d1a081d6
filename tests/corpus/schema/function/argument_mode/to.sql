-- sees: function public.f(integer): arguments
create function f(x int, out y int) language sql as 'select x';
