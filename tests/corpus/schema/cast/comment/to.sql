-- sees: cast (public.c AS integer): comment
create type c as (a int);
create function f(c) returns int language sql as $$select 1$$;
create function g(c) returns int language sql as $$select 1$$;
create cast (c as int) with function f(c);
comment on cast (c as int) is 'it''s \ 🐘';
