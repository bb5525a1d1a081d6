-- sees: function public.f(integer): result
create function f(x int) returns bigint language plpgsql as 'begin return 1; end';
