create table p (id int primary key, id2 int unique);
create table t (a int, constraint k foreign key (a) references p (id));
