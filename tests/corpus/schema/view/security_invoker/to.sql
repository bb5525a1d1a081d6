-- sees: view public.v: options
-- requires >= 15
create table t (a int, b text);
create view v with (security_invoker) as select a, b from t;
