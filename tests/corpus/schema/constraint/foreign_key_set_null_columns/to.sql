-- sees: constraint public.t.k: definition
-- requires >= 15
create table p (x int, y int, primary key (x, y));
create table t (a int, b int, constraint k foreign key (a, b) references p on delete set null (b));
