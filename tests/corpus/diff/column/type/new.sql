create table t (a bigint default 5, b varchar(20));
create index t_a on t (a);
