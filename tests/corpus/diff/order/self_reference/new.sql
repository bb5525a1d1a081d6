create table t (a int primary key, up int references t);
create view v as with recursive r as (select a, up from t union all select t.a, t.up from t join r on r.a = t.up) select * from r;
