create table t (id int not null);
create unique index t_id on t (id);
alter table t replica identity using index t_id;
