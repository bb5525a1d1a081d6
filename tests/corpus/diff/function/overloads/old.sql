create function "Do It"(a int) returns int language sql as 'select 1';
