create function f(x int) returns table (a int) language plpgsql as 'begin end';
