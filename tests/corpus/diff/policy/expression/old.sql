create table t (id int, owner name);
create policy p on t using (id > 0);
