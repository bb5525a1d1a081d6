create table t (id int, owner name);
create policy "p; drop table t; --" on t as restrictive for update to public using (owner = current_user) with check (id > 0);
comment on policy "p; drop table t; --" on t is 'p';
