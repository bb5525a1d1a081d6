-- sees: cast (date AS integer): added
create function f(date) returns int language sql as $$select 1$$;
create cast (date as int) with function f(date);
