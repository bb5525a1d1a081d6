-- sees: function public.f(): result, routine
create procedure f() language sql as 'select 1';
