-- sees: function public.f(integer): body
create function f(x int) returns int language sql begin atomic select x + 1; end;
