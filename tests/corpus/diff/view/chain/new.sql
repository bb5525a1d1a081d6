create table z (a int);
create view y as select * from z;
create view x as select * from y;
create view a as select * from x;
