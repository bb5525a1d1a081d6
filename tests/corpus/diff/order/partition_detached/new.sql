create table m (a int unique) partition by list (a);
create table m1 (a int unique);
