-- sees: function public.f(integer): result
create function f(x int) returns table (b int) language plpgsql as 'begin end';
