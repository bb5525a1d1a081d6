-- sees: publication p: tables.public.t
-- requires >= 15
create table t (a int primary key, b int);
create table u (a int);
create publication p for table t where (a > 1);
