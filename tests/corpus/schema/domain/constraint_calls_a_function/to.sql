-- sees: domain public.d: constraints.c
create function f(int) returns bool language sql as $$select true$$; create schema other; create function other.f(int) returns bool language sql as $$select true$$;
create domain d as int constraint c check (other.f(value));
