-- sees: function public.f(integer): depends_on_extensions
create function f(x int) returns int language sql  as 'select x';
alter function f(int) depends on extension plpgsql;
