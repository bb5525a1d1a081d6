-- sees: function public.f(integer): support
create function f(x int) returns int language sql support generate_series_int4_support as 'select 1';
