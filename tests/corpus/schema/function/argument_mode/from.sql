create function f(inout x int) language sql as 'select x';
