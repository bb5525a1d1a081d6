-- sees: function public.f(integer): security_definer
create function f(x int) returns int language sql security definer as 'select x';
