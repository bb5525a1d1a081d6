create function f(int) returns int language internal strict as 'int4abs';
