-- sees: function public.f(integer): leakproof
create function f(x int) returns int language sql leakproof as 'select x';
