create table t (id int, owner name);
create policy p on t to pg_read_all_data, pg_monitor using (id > 0);
