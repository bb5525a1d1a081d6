create table t (id bigint, owner name);
create policy p on t using (id > 0);
