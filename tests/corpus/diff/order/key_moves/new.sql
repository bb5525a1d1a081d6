create table t (a int not null, b int not null, constraint q unique (a), constraint p primary key (b));
create table u (a int, constraint u_a_fkey foreign key (a) references t (a));
