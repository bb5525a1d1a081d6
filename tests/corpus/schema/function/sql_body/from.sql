create function f(x int) returns int language sql begin atomic select x; end;
