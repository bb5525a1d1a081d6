create function a() returns int language sql return 1;
create function z() returns int language sql return a();
create function b() returns int language sql return z();
create view v as select b() as x;
