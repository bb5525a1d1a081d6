create table p (a int not null default 7, check (a > 0));
create table c (b int) inherits (p);
