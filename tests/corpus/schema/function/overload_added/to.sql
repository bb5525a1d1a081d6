-- sees: function public.f(text): added
create function f(x int) returns int language sql  as 'select x';
create function f(x text) returns int language sql as 'select 1';
