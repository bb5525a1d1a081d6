create table t (a int not null, b int not null, constraint p primary key (a));
create table u (a int references t);
