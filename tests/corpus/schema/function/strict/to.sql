-- sees: function public.f(integer): strict
create function f(x int) returns int language sql strict as 'select x';
