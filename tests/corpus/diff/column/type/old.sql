create table t (a integer default 5, b varchar(10));
create index t_a on t (a);
