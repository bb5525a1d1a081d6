create table p (a int, check (a > 0));
create table c (a int, b int, constraint p_a_check check (a > 0));
alter table c inherit p;
