-- sees: constraint public.t.k: added
create table t (a int not null, constraint k primary key (a));
