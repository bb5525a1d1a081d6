-- sees: function public.f(integer): parallel
create function f(x int) returns int language sql parallel restricted as 'select x';
