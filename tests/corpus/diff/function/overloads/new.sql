create function "Do It"(a int) returns int language sql as 'select 1';
create function "Do It"(a text, variadic b int[]) returns int language sql as 'select 2';
comment on function "Do It"(text, int[]) is 'two';
