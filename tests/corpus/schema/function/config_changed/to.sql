-- sees: function public.f(integer): config
create function f(x int) returns int language sql set work_mem = '2MB' as 'select x';
