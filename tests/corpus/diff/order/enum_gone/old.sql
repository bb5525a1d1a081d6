create type e as enum ('a');
create table t (a e default 'a', b e[]);
create view v as select a from t;
