create table t (a int);
create table allowed (a int primary key, who name);
alter table t enable row level security;
create policy p on t using (exists (select from allowed x where x.a = t.a and x.who = current_user));
