-- sees: function public.f(integer): body
create function f(int) returns int language internal strict as 'int4um';
