-- sees: function public.f(public.ty): transforms
create type ty as (a int);
create function tf(internal) returns internal language internal strict as 'textrecv';
create function tt(internal) returns ty language internal strict as 'textrecv';
create transform for ty language sql (from sql with function prsd_lextype(internal));
create function f(x ty) returns int language sql transform for type ty as 'select 1';
