-- sees: function public.f(integer[]): arguments
create function f(variadic x int[]) returns int language sql as 'select 1';
