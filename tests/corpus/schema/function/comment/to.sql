-- sees: function public.f(integer): comment
create function f(x int) returns int language sql  as 'select x';
comment on function f is 'c';
