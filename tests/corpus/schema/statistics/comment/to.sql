-- sees: statistics public.x: comment
create table t (a int, b text, c int4range);
create statistics x on a, b from t;
comment on statistics x is 'c';
