-- sees: function public.f(): routine
create function f() returns bigint language internal window as 'window_row_number';
