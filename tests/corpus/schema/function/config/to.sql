-- sees: function public.f(integer): config
create function f(x int) returns int language sql set work_mem = '1MB' as 'select x';
