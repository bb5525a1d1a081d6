create table t (a text default 'a', b text[]);
create view v as select a from t;
