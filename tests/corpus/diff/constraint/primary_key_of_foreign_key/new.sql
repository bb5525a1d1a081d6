create table t (a int not null, b int not null, constraint p primary key (b));
create table u (a int);
