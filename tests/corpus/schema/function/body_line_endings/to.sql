-- sees: function public.f(integer): body
create function f(x int) returns int language sql as E'select\r\nx';
