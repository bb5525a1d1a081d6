create table referenced (a int primary key) partition by list (a);
create table one partition of referenced for values in (1);
create table t (a int constraint fk references referenced);
