-- requires >= 18
create table t (a int constraint "Must be" not null, b int constraint there not null);
