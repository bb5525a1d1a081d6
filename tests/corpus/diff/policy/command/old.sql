create table t (id int, owner name);
create policy p on t for select using (id > 0);
