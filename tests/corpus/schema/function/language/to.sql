-- sees: function public.f(integer): language
set check_function_bodies = off;
create function f(x int) returns int language plpgsql as 'select x';
