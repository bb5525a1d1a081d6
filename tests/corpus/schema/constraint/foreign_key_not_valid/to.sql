-- sees: constraint public.t.k: validated
create table p (id int primary key, id2 int unique);
create table t (a int);
alter table t add constraint k foreign key (a) references p (id) not valid;
