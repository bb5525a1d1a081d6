create table m (a int not null, n text default 'x') partition by list (a);
create table m1 partition of m for values in (1);
create table m2 partition of m default;
create unique index mi on m (a);
