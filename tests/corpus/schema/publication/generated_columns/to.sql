-- sees: publication p: generated_columns
-- requires >= 18
create table t (a int primary key, b int);
create table u (a int);
create publication p for table t with (publish_generated_columns = stored);
