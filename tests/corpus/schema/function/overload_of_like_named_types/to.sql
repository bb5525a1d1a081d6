-- sees: function public.f(public."integer"): added
create domain "integer" as text;
create function f(x int) returns int language sql  as 'select x';
create function f(x public."integer") returns int language sql as 'select 1';
