create function f(x int) returns setof int language sql as 'select x';
