create table t (id integer primary key, note text);
alter table t enable row level security;
alter table t force row level security;
