create table p (a bigint not null default 3, n text);
create table c (x int) inherits (p);
