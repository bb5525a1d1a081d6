create function f() returns text language sql as 'select ''1''';
create view v as select f()::int as x;
