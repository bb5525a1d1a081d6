-- sees: function public.f(integer): config
create function f(x int) returns int language sql set search_path = '' as 'select x';
