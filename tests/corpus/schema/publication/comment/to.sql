-- sees: publication p: comment
create table t (a int primary key, b int);
create table u (a int);
create publication p for table t;
comment on publication p is 'x';
