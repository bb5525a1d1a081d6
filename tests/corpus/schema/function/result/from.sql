create function f(x int) returns int language plpgsql as 'begin return 1; end';
