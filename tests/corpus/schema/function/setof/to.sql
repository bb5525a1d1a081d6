-- sees: function public.f(integer): result, rows
create function f(x int) returns setof int language sql rows 1 as 'select 1';
