create domain "integer" as text;
create function f(x int) returns int language sql  as 'select x';
