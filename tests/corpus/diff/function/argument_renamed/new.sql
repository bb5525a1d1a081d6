create function f("A" int) returns int language sql as 'select 1';
