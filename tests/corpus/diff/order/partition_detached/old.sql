create table m (a int unique) partition by list (a);
create table m1 partition of m for values in (1);
