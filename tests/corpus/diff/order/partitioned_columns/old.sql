create table m (a int) partition by list (a);
create table m1 partition of m for values in (1);
create table m2 partition of m default;
