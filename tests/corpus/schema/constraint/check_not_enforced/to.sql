-- sees: constraint public.t.k: definition, validated
-- requires >= 18
create table t (a int, constraint k check (a > 0) not enforced);
