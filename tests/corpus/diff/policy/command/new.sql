create table t (id int, owner name);
create policy p on t for delete using (id > 0);
