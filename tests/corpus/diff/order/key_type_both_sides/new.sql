create table t (a bigint primary key);
create table u (a bigint references t);
